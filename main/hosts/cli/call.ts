import type { Client, InputOf, MethodName, OutputOf } from '../../../app/contract/contract.ts';
import { SignOffError } from '../../../app/contract/errors.ts';

/** Sends one request and throws a refusal, so that commands read as plain sequences. */
export async function call<M extends MethodName>(
  client: Client,
  method: M,
  input: InputOf<M>,
): Promise<OutputOf<M>> {
  const reply = await client.call(method, input);
  if (reply.ok) return reply.value;
  throw new SignOffError(reply.error.code, reply.error.params);
}
