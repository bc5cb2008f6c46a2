import { createCipheriv } from 'node:crypto'
import * as wecom from '@wecom/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import WXBizMsgCrypt from 'wechat-crypto'
import {
  aesKeyOf,
  decrypt,
  encrypt,
  sameSignature,
  signatureOf,
} from '../../../src/channels/wechat/crypto.ts'

// The vector WeChat publishes with its sample code.
const ENCODING_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const TOKEN = 'pamtest'
const APPID = 'wxb11529c136998cb6'
const RANDOM = Buffer.from('aaaabbbbccccdddd')
const MESSAGE = '我是中文abcd123'
const ENCRYPTED = 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=='
const key = aesKeyOf(ENCODING_KEY)

/** Encrypts content without any rule about what it holds. */
function raw(content: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(content), cipher.final()]).toString('base64')
}

/** Random bytes, length and text as WeChat lays them out. */
function content(text: string, appid = APPID, length = Buffer.byteLength(text)): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(length)
  return Buffer.concat([RANDOM, size, Buffer.from(text), Buffer.from(appid)])
}

function padded(bytes: Buffer): Buffer {
  const pad = 32 - (bytes.length % 32)
  return Buffer.concat([bytes, Buffer.alloc(pad, pad)])
}

function codeOf(encrypted: string): string {
  try {
    decrypt(key, APPID, encrypted)
    return 'opened'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('the encryption of WeChat', () => {
  it('gives the published vector, and opens it', () => {
    expect(encrypt(key, APPID, MESSAGE, RANDOM)).toBe(ENCRYPTED)
    expect(decrypt(key, APPID, ENCRYPTED).toString()).toBe(MESSAGE)
    const signature = signatureOf(TOKEN, '1409304348', 'xxxxxx', ENCRYPTED)
    expect(signature).toBe('82c962d39941aa48552f90ef55aa323dc620cc10')
  })

  it('is understood by two independent libraries, and understands them', () => {
    const other = new WXBizMsgCrypt(TOKEN, ENCODING_KEY, APPID)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const message = text.toWellFormed()
        const ours = encrypt(key, APPID, message)
        expect(other.decrypt(ours)).toEqual({ message, id: APPID })
        expect(wecom.decrypt(ENCODING_KEY, ours)).toMatchObject({ message, id: APPID })
        expect(decrypt(key, APPID, other.encrypt(message)).toString()).toBe(message)
        expect(decrypt(key, APPID, wecom.encrypt(ENCODING_KEY, message, APPID)).toString()).toBe(message)
        expect(other.getSignature('1', 'n', ours)).toBe(signatureOf(TOKEN, '1', 'n', ours))
        expect(wecom.getSignature(TOKEN, '1', 'n', ours)).toBe(signatureOf(TOKEN, '1', 'n', ours))
      }),
      { numRuns: 100 },
    )
  })

  it('never uses the same random bytes twice', () => {
    expect(encrypt(key, APPID, MESSAGE)).not.toBe(encrypt(key, APPID, MESSAGE))
  })

  const good = content(MESSAGE)
  const pad = 32 - (good.length % 32)
  it.each([
    [
      'a message for another account',
      raw(padded(content(MESSAGE, 'wx0000000000000000'))),
      'wechat_appid_foreign',
    ],
    [
      'a message for an account whose id begins like ours',
      raw(padded(content(MESSAGE, `${APPID}0`))),
      'wechat_appid_foreign',
    ],
    ['padding of 0', raw(Buffer.concat([good, Buffer.alloc(pad, 0)])), 'wechat_message_broken'],
    [
      'padding of more than a block',
      raw(Buffer.concat([good, Buffer.alloc(pad, 33)])),
      'wechat_message_broken',
    ],
    [
      'padding that is not all alike',
      raw(Buffer.concat([good, Buffer.alloc(pad - 1, 1), Buffer.from([pad])])),
      'wechat_message_broken',
    ],
    [
      'a length that goes beyond the end',
      raw(padded(content(MESSAGE, APPID, 4_000_000_000))),
      'wechat_message_broken',
    ],
    ['nothing but padding', raw(Buffer.alloc(32, 32)), 'wechat_message_broken'],
    ['base64 that is cut', ENCRYPTED.slice(0, -5), 'wechat_message_broken'],
    ['a block that is missing', ENCRYPTED.slice(0, 44), 'wechat_message_broken'],
    ['what is not base64', `${ENCRYPTED.slice(0, -4)}***=`, 'wechat_message_broken'],
    ['nothing', '', 'wechat_message_broken'],
    [
      'another key',
      new WXBizMsgCrypt(TOKEN, [...ENCODING_KEY].toReversed().join(''), APPID).encrypt(MESSAGE),
      'wechat_message_broken',
    ],
  ])('refuses %s', (_what, encrypted, code) => {
    expect(codeOf(encrypted)).toBe(code)
  })

  it('opens any bytes to a message or an error of ours', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const whole = padded(Buffer.from(bytes))
        expect(['opened', 'wechat_message_broken', 'wechat_appid_foreign']).toContain(codeOf(raw(whole)))
      }),
      { numRuns: 200 },
    )
  })

  it('compares signatures of any length', () => {
    expect(sameSignature('abc', 'abc')).toBe(true)
    expect(sameSignature('abd', 'abc')).toBe(false)
    expect(sameSignature('', 'abc')).toBe(false)
    expect(sameSignature('abcabc', 'abc')).toBe(false)
  })
})
