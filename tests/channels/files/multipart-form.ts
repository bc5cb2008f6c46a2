/** Uploads as botframework-directlinejs sends them, byte by byte, and worse ones. */

import type { StoredActivity } from '../../../src/conversations/activity.ts'
import type { Answer, Customer } from '../../direct-line.ts'

/** One part of a form. */
export interface FormPart {
  readonly field: string
  readonly filename?: string
  readonly type?: string
  readonly body: string | Uint8Array
}

/** A form in bytes. */
export function formBytes(parts: readonly FormPart[], boundary = 'liuke-test'): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ field, filename, type, body }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`,
      ),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

/** The part with the message. */
export function activityPart(activity: object): FormPart {
  const type = 'application/vnd.microsoft.activity'
  return { field: 'activity', filename: 'blob', type, body: JSON.stringify(activity) }
}

/** A part with a file. */
export function filePart(
  filename: string,
  body: string | Uint8Array,
  type = 'application/octet-stream',
): FormPart {
  return { field: 'file', filename, type, body }
}

/** Posts bytes to the upload of a customer. */
export async function upload(
  { url, id, token, user }: Pick<Customer, 'url' | 'id' | 'token' | 'user'>,
  body: Uint8Array | ReadableStream,
  headers: Readonly<Record<string, string>> = { 'content-type': 'multipart/form-data; boundary=liuke-test' },
): Promise<Answer> {
  const response = await fetch(`${url}/v3/directline/conversations/${id}/upload?userId=${user}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    // Bytes of a Buffer are never shared.
    body: body as Uint8Array<ArrayBuffer> | ReadableStream,
    duplex: 'half',
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** Uploads a message with files. */
export function send(customer: Customer, files: readonly FormPart[], activity: object = {}): Promise<Answer> {
  const message = { type: 'message', from: { id: customer.user }, ...activity }
  return upload(customer, formBytes([activityPart(message), ...files]))
}

/** An attachment as a client gets it. */
export interface SeenAttachment {
  readonly contentType: string
  readonly name: string
  readonly contentUrl: string
}

/** The attachments of one message of a conversation, as its client gets them. */
export async function attachmentsOf(customer: Customer, id: string): Promise<SeenAttachment[]> {
  const message = (await customer.read()).find((activity: StoredActivity) => activity.id === id)
  // What the test is about.
  return (message?.attachments ?? []) as SeenAttachment[]
}
