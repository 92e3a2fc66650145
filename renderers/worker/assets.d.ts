/** esbuild's `binary` loader: the file's bytes inside the bundle. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
