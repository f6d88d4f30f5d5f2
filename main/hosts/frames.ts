import { z } from 'zod';
import { events } from '../../app/contract/contract.ts';
import type { MethodName } from '../../app/contract/contract.ts';
import type { EventFrame, ReplyFrame, RequestFrame } from '../../app/contract/wire.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { Caller } from '../assistant/dispatcher.ts';

/** The largest request frame, in bytes: room for a plan with 100,000 excluded files. */
export const largestFrame = 1024 * 1024;

const requestFrame = z.strictObject({
  kind: z.literal('request'),
  id: z.number().int().nonnegative(),
  method: z.string().min(1).max(64),
  input: z.unknown(),
});

/** Parses a request frame; null for anything else. The dispatcher checks the method. */
export function parseRequestFrame(value: unknown): RequestFrame | null {
  const parsed = requestFrame.safeParse(value);
  if (!parsed.success) return null;
  const { id, method, input } = parsed.data;
  return { kind: 'request', id, method: method as MethodName, input };
}

/** Answers one frame as the given caller. Never rejects. */
export async function answerFrame(
  assistant: Pick<Assistant, 'dispatcher'>,
  caller: Caller,
  frame: RequestFrame,
): Promise<ReplyFrame> {
  const reply = await assistant.dispatcher.dispatch(frame.method, frame.input, caller);
  return { kind: 'reply', id: frame.id, reply };
}

/** Forwards declared events as frames and drops others. */
export function forwardEvents(
  assistant: Pick<Assistant, 'onAny'>,
  send: (frame: EventFrame) => void,
): () => void {
  return assistant.onAny((event, payload) => {
    if (Object.hasOwn(events, event)) send({ kind: 'event', event, payload });
  });
}
