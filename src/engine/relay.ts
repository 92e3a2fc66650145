/** Passes on what another generator yields, changed by `map`, and returns what it returns; closes it when left early. */
export async function* relay<A, B, R>(source: AsyncGenerator<A, R>, map: (value: A) => B): AsyncGenerator<B, R> {
  try {
    for (;;) {
      const next = await source.next();
      if (next.done) return next.value;
      yield map(next.value);
    }
  } finally {
    await source.return(undefined as never);
  }
}
