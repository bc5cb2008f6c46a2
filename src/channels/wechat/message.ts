/** Reads what WeChat says: which message of a customer it is, or which event, and what the bot is told of it. */

import { z } from 'zod'
import type { StoredActivity } from '../../conversations/activity.ts'
import type { XmlFields } from './xml.ts'

/** Name of the channel in conversations and activities. */
export const CHANNEL = 'wechat'

/** How often WeChat lets us write after something the customer did. */
export interface Window {
  /** Milliseconds. */
  readonly lasts: number
  readonly messages: number
}

/** After a message of the customer. */
const MESSAGE_WINDOW: Window = { lasts: 48 * 3_600_000, messages: 5 }
/** After a click in the menu, a scan, or following the account. */
const EVENT_WINDOW: Window = { lasts: 60_000, messages: 3 }

/** A file to be fetched from WeChat. */
export interface WechatFile {
  readonly mediaId: string
  readonly mediaType: string
  readonly name: string
}

/** What the bot is told, or what else is to be done. */
export type WechatEvent =
  | {
      readonly kind: 'message'
      readonly openid: string
      /** The account's own id in WeChat, from which a reply comes. */
      readonly self: string
      /** What makes a repeat of it recognisable within its conversation. */
      readonly dedupe: string
      /** Null where it cannot be counted on that the customer may be written to. */
      readonly window: Window | null
      readonly activity: StoredActivity
      readonly file: WechatFile | null
      /** The choice of a menu message that was tapped, as we named it. */
      readonly tapped: string | null
      /** The key of a menu of the account that was tapped. */
      readonly menuKey: string | null
    }
  | {
      readonly kind: 'arrival'
      readonly openid: string
      readonly self: string
      readonly dedupe: string
      readonly window: Window
      readonly activity: StoredActivity
    }
  | { readonly kind: 'departure'; readonly openid: string }
  | { readonly kind: 'ignored' }

const line = z.string().max(20_000)
const envelope = z.looseObject({
  ToUserName: z.string().regex(/^[\w-]{1,64}$/),
  FromUserName: z.string().regex(/^[\w-]{1,128}$/),
  CreateTime: z.string().regex(/^\d{1,13}$/),
  MsgType: z.string().regex(/^\w{1,40}$/),
})
const numbered = envelope.extend({ MsgId: z.string().regex(/^[\w-]{1,64}$/) })
const mediaId = z.string().regex(/^[\w-]{1,256}$/)
const degrees = z.string().regex(/^-?\d{1,3}(?:\.\d{1,12})?$/)

const shapes = {
  text: z.object({ Content: line, bizmsgmenuid: z.string().max(200).optional() }),
  image: z.object({ MediaId: mediaId }),
  voice: z.object({
    MediaId: mediaId,
    Format: z.string().max(20).optional(),
    Recognition: line.optional(),
  }),
  video: z.object({ MediaId: mediaId }),
  shortvideo: z.object({ MediaId: mediaId }),
  location: z.object({ Location_X: degrees, Location_Y: degrees, Label: line.default('') }),
  link: z.object({ Title: line.default(''), Description: line.default(''), Url: line.default('') }),
  event: z.object({ Event: z.string().regex(/^\w{1,64}$/), EventKey: line.default('') }),
}

/**
 * Reads one callback.
 * @returns null when it does not have the form of one
 */
export function readEvent(fields: XmlFields): WechatEvent | null {
  const head = envelope.safeParse(fields)
  if (!head.success) return null
  if (head.data.MsgType === 'event') return readOccasion(head.data)
  const message = numbered.safeParse(fields)
  if (!message.success) return null
  const content = contentOf(message.data.MsgType, message.data)
  if (content === null) return null
  const { ToUserName: self, FromUserName: openid, MsgId, MsgType } = message.data
  const { tapped = null, file = null, ...said } = content
  return {
    kind: 'message',
    openid,
    self,
    dedupe: `message\n${MsgId}`,
    // A tap on a menu message comes as a text, and may not open the 48 hours anew.
    window: tapped === null ? MESSAGE_WINDOW : null,
    activity: {
      type: 'message',
      channelId: CHANNEL,
      from: { id: openid, role: 'user' },
      textFormat: 'plain',
      ...said,
      channelData: { wechat: { type: MsgType } },
    },
    file,
    tapped,
    menuKey: null,
  }
}

type Head = z.output<typeof envelope>
/** What a message says, by its type. */
interface Content extends Pick<StoredActivity, 'text'> {
  readonly entities?: readonly object[]
  readonly file?: WechatFile
  readonly tapped?: string
}

function contentOf(type: string, fields: Head): Content | null {
  switch (type) {
    case 'text':
      return read(shapes.text, fields, ({ Content: text, bizmsgmenuid: tapped }) => ({
        text,
        ...(tapped ? { tapped } : {}),
      }))
    case 'image':
      return read(shapes.image, fields, ({ MediaId }) => ({ file: fileOf(MediaId, 'image/jpeg', 'jpg') }))
    case 'voice':
      return read(shapes.voice, fields, ({ MediaId, Format, Recognition }) => ({
        ...(Recognition?.trim() ? { text: Recognition } : {}),
        file: voiceOf(MediaId, Format),
      }))
    case 'video':
    case 'shortvideo':
      return read(shapes[type], fields, ({ MediaId }) => ({ file: fileOf(MediaId, 'video/mp4', 'mp4') }))
    case 'location':
      return read(shapes.location, fields, ({ Location_X, Location_Y, Label }) => ({
        text: Label.trim() || `${Location_X}, ${Location_Y}`,
        entities: [placeOf(Number(Location_X), Number(Location_Y), Label.trim())],
      }))
    case 'link':
      return read(shapes.link, fields, ({ Title, Description, Url }) => ({
        text: [Title, Description, Url].filter((part) => part.trim() !== '').join('\n'),
      }))
    default:
      // A kind WeChat has added since: the bot says that it came without text, which is better than silence.
      return { text: '' }
  }
}

function read<S extends z.ZodType>(
  shape: S,
  fields: Head,
  make: (data: z.output<S>) => Content,
): Content | null {
  const parsed = shape.safeParse(fields)
  return parsed.success ? make(parsed.data) : null
}

function fileOf(mediaId: string, mediaType: string, extension: string): WechatFile {
  return { mediaId, mediaType, name: `${mediaType.split('/', 1)[0]}.${extension}` }
}

function voiceOf(mediaId: string, format = 'amr'): WechatFile {
  const kind = format.toLowerCase()
  const mediaType = kind === 'mp3' ? 'audio/mpeg' : kind === 'speex' ? 'audio/speex' : 'audio/amr'
  return { mediaId, mediaType, name: `voice.${/^(mp3|speex)$/.test(kind) ? kind : 'amr'}` }
}

/** A place as activities carry it (schema.org). WeChat calls the latitude X. */
function placeOf(latitude: number, longitude: number, name: string): object {
  const geo = { type: 'GeoCoordinates', latitude, longitude }
  return { type: 'Place', ...(name === '' ? {} : { name }), geo }
}

/** What is no message: the customer came, went, or tapped the account's menu. */
function readOccasion(head: Head): WechatEvent | null {
  const parsed = shapes.event.safeParse(head)
  if (!parsed.success) return null
  const { FromUserName: openid, ToUserName: self, CreateTime } = head
  const { Event: name, EventKey: key } = parsed.data
  // Events have no id: sender and time stand for it, and what it was, when two fall into one second.
  const dedupe = `event\n${openid}\n${CreateTime}\n${name}\n${key}`
  const from = { id: openid, role: 'user' }
  const channelData = { wechat: { type: 'event', event: name, ...(key === '' ? {} : { key }) } }
  switch (name) {
    case 'subscribe':
    case 'SCAN':
      return {
        kind: 'arrival',
        openid,
        self,
        dedupe,
        window: EVENT_WINDOW,
        activity: {
          type: 'conversationUpdate',
          channelId: CHANNEL,
          from,
          membersAdded: [{ id: openid }],
          channelData,
        },
      }
    case 'unsubscribe':
      return { kind: 'departure', openid }
    case 'CLICK':
      if (key.trim() === '') return { kind: 'ignored' }
      return {
        kind: 'message',
        openid,
        self,
        dedupe,
        window: EVENT_WINDOW,
        activity: {
          type: 'message',
          channelId: CHANNEL,
          from,
          textFormat: 'plain',
          text: key,
          channelData,
        },
        file: null,
        tapped: null,
        menuKey: key,
      }
    default:
      // Pages opened from the menu, positions reported by the hour, deliveries of templates and the like.
      return { kind: 'ignored' }
  }
}
