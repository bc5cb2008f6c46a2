/** Files kept by the fake WeChat, for three days. */

import { randomBytes } from 'node:crypto'
import { failed } from './fake-weixin.ts'

interface Kept {
  readonly appid: string
  readonly bytes: Buffer
  readonly mediaType: string
  readonly name: string
  readonly until: number
  /** Handed out as an address instead of the bytes. */
  readonly videoUrl: string | null
}

const KEPT_MS = 3 * 24 * 3_600_000
const LIMITS: Readonly<Record<string, number>> = {
  image: 10 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
  thumb: 64 * 1024,
}

/** Keeps and hands out files. */
export class FakeMedia {
  readonly #now: () => number
  readonly #kept = new Map<string, Kept>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A user sent a file. @returns its media id */
  add(appid: string, bytes: Buffer, mediaType: string, name: string, videoUrl: string | null = null): string {
    const id = randomBytes(24).toString('base64url')
    this.#kept.set(id, { appid, bytes, mediaType, name, until: this.#now() + KEPT_MS, videoUrl })
    return id
  }

  has(appid: string, id: string): boolean {
    const kept = this.#kept.get(id)
    return kept !== undefined && kept.appid === appid && kept.until > this.#now()
  }

  get(appid: string, id: string): Buffer | object {
    const kept = this.#kept.get(id)
    if (kept === undefined || !this.has(appid, id)) return failed(40_007)
    return kept.videoUrl === null ? kept.bytes : { video_url: kept.videoUrl }
  }

  headersOf(id: string): Record<string, string> {
    const { mediaType = 'application/octet-stream', name = id } = this.#kept.get(id) ?? {}
    return { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` }
  }

  async upload(appid: string, type: string, raw: Buffer, contentType: string): Promise<object> {
    const limit = LIMITS[type]
    if (limit === undefined) return failed(40_004)
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } })
      .formData()
      .catch(() => null)
    const file = form?.get('media')
    if (!(file instanceof File)) return failed(41_005)
    if (file.size === 0) return failed(44_001)
    if (file.size > limit) return failed(40_006)
    const bytes = Buffer.from(await file.arrayBuffer())
    const media_id = this.add(appid, bytes, file.type, file.name)
    return { type, media_id, created_at: Math.floor(this.#now() / 1_000) }
  }
}
