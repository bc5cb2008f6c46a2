/** What Microsoft's servers answer, read with a limit. */

const MAX_BYTES = 64 * 1024

/**
 * The JSON of an answer; null where it is none, is longer than 64 KB, or breaks off. The status,
 * which is known by then, says enough: proxies answer in HTML, and a message is taken at 2xx whatever follows.
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > MAX_BYTES) return null
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return null
  }
}
