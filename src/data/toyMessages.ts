import type { Rng } from './random';

/** A short message to a help desk, and whether it could wait. */
export interface Message {
  text: string;
  urgency: 'urgent' | 'routine';
}

type Phrases = readonly string[];

const greetings: Phrases = ['', 'hello', 'hi team', 'good morning', 'dear support', 'hi', 'hello all'];
const things: Phrases = [
  'the printer on floor two',
  'my laptop',
  'the booking system',
  'the till in the shop',
  'our mail server',
  'the projector in room five',
  'the payroll program',
  'my phone',
  'the warehouse scanner',
  'the front door reader',
  'the web shop',
  'the shared drive',
];

const troubles: { readonly [U in Message['urgency']]: Phrases } = {
  urgent: [
    'is down and customers are waiting',
    'stopped working and nobody can log in',
    'shows an error and we lose orders',
    'has crashed again and the deadline is today',
    'does not start and the meeting begins soon',
    'smells of smoke',
    'is locked and we cannot ship anything',
    'has lost the data of this morning',
    'is offline since an hour',
  ],
  routine: [
    'could use a new cable',
    'needs an update some day',
    'is a little slow in the morning',
    'should be moved to another desk',
    'asks for a new password every month',
    'makes a strange noise but works',
    'needs a second screen',
    'shows the old logo',
    'has a scratch on the lid',
  ],
};

// the same words on both sides: only their neighbours tell which is meant
const closings: { readonly [U in Message['urgency']]: Phrases } = {
  urgent: [
    'this is urgent',
    'please hurry',
    'this cannot wait',
    'please call me today',
    'help is needed now',
    'thanks',
  ],
  routine: [
    'this is not urgent',
    'no hurry',
    'this can wait',
    'no need to call me today',
    'whenever you find time',
    'thanks',
  ],
};

/**
 * Messages to a help desk, half of them urgent. Each part of a message is drawn by itself; the trouble is one of the
 * other kind in a fifth of the messages, and the closing is left out in a quarter, so that no word decides alone.
 */
export function helpDeskMessages(n: number, rng: Rng): Message[] {
  const pick = (phrases: Phrases) => phrases[rng.integer(phrases.length)]!;
  return Array.from({ length: n }, () => {
    const urgency = rng.uniform() < 0.5 ? 'urgent' : 'routine';
    const other = urgency === 'urgent' ? 'routine' : 'urgent';
    const trouble = pick(troubles[rng.uniform() < 0.2 ? other : urgency]);
    const closing = rng.uniform() < 0.25 ? '' : pick(closings[urgency]);
    const parts = [pick(greetings), `${pick(things)} ${trouble}`, closing];
    return { text: parts.filter((part) => part !== '').join(', '), urgency };
  });
}
