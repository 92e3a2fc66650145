import type { Dataset } from '../../data/dataset';

/** What log p(x) of texts and sequences cannot say. */
export function limitNotes({ plan, sequence }: Pick<Dataset, 'plan' | 'sequence'>): string[] {
  return [
    ...(plan.text
      ? [
          'Words that no training row has are not counted: to models of counted words a text of unknown ones looks short, not strange.',
        ]
      : []),
    ...(sequence
      ? ['A longer sequence is less likely than a shorter one: log p(x) compares those of one length.']
      : []),
  ];
}
