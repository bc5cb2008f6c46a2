import fc from 'fast-check'
import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { admit } from '../../../src/channels/files/kinds.ts'
import { GB18030_TEXT, hostile, office, samples } from './samples.ts'

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const TYPES: Readonly<Record<keyof typeof samples, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  pdf: 'application/pdf',
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
  amr: 'audio/amr',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  txt: 'text/plain; charset=utf-8',
}

/** An Office file that says it has so many parts (ZIP64, APPNOTE 4.3.14 and 4.3.15). */
function claiming(entries: number): Uint8Array {
  const body = Buffer.from(samples.docx).subarray(0, samples.docx.length - 22)
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeUInt32LE(entries, 32)
  end64.writeUInt32LE(body.length + 1_000_000, 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeUInt32LE(body.length, 8)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(65_535, 8)
  end.writeUInt16LE(65_535, 10)
  end.writeUInt32LE(0xffffffff, 16)
  return Buffer.concat([body, end64, locator, end])
}

describe('files that are taken', () => {
  it('are none that claim more parts than anybody could read', async () => {
    // Four thousand million of them would take all memory there is.
    expect(await admit({ name: 'a.docx', mediaType: '', bytes: claiming(4_294_967_294) })).toBeNull()
  })

  it.each(Object.entries(samples))('include %s, whatever type is declared', async (extension, bytes) => {
    const taken = await admit({ name: `账单.${extension}`, mediaType: 'application/x-msdownload', bytes })
    // The names of the samples are the names of the types.
    const mediaType = TYPES[extension as keyof typeof TYPES]
    expect(taken).toEqual({ name: `账单.${extension}`, mediaType, bytes })
  })

  it.each([
    ['IMG_1.JPEG', samples.jpg, 'IMG_1.jpg'],
    ['saved from the web.jpg', samples.webp, 'saved from the web.webp'],
    ['recorded by Android.m4a', samples.mp4, 'recorded by Android.mp4'],
    ['blob', samples.png, 'blob.png'],
    ['', samples.pdf, 'file.pdf'],
    ['holiday.2024', samples.jpg, 'holiday.2024.jpg'],
    ['server.log', samples.txt, 'server.txt'],
    ['table.csv', samples.txt, 'table.txt'],
    ['BMW.txt', strToU8('BMW 的账单'), 'BMW.txt'],
  ])('named %j are stored under what they are', async (name, bytes, stored) => {
    expect((await admit({ name, mediaType: '', bytes }))?.name).toBe(stored)
  })

  it('are text in either encoding', async () => {
    const taken = await admit({ name: '你好.txt', mediaType: '', bytes: GB18030_TEXT })
    expect(taken?.mediaType).toBe('text/plain; charset=gb18030')
  })

  it('without a name are text only when they are declared to be', async () => {
    const sent = { name: '', bytes: samples.txt }
    expect((await admit({ ...sent, mediaType: 'text/plain;charset=utf-8' }))?.name).toBe('file.txt')
    expect(await admit({ ...sent, mediaType: '' })).toBeNull()
  })
})

describe('files that are not taken', () => {
  it.each(hostile)('include $what', async ({ name, bytes, mediaType = 'image/jpeg' }) => {
    expect(await admit({ name, mediaType, bytes })).toBeNull()
  })
})

it('an Office file that would unpack to a thousand times its size is not unpacked', async () => {
  const zeros = new Uint8Array(1024 * 1024)
  const parts = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`word/media/${at}.bin`, zeros]))
  const bytes = office('wordprocessingml.document', parts)
  const before = process.memoryUsage().arrayBuffers
  expect((await admit({ name: 'a.docx', mediaType: '', bytes }))?.name).toBe('a.docx')
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
})

it('no bytes under no name make it throw, or get a name with another ending than their kind', async () => {
  const starts = Object.values(samples).map((bytes) => Buffer.from(bytes).subarray(0, 64))
  const body = fc.tuple(fc.constantFrom(Buffer.alloc(0), ...starts), fc.uint8Array({ maxLength: 200 }))
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), body, async (name, [start, rest]) => {
      const taken = await admit({ name, mediaType: '', bytes: Buffer.concat([start, rest]) })
      if (taken)
        expect(taken.name).toMatch(
          /\.(jpg|png|gif|webp|heic|pdf|docx|xlsx|pptx|amr|mp3|m4a|ogg|wav|mp4|mov|txt)$/,
        )
    }),
    { numRuns: 500 },
  )
})
