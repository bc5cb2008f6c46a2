/** Files as people send them, as small as they can be, and files as nobody should. */

import { strToU8, zipSync } from 'fflate'

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )

/** A box of an ISO media file with its brand. */
const isoMedia = (brand: string): Uint8Array =>
  bytes([0, 0, 0, 24], 'ftyp', brand, [0, 0, 2, 0], brand, 'isom', [0, 0, 0, 8], 'mdat')

const contentTypes = (main: string): Uint8Array =>
  strToU8(
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="${main}"/></Types>`,
  )

const OFFICE = 'application/vnd.openxmlformats-officedocument'

/** An Office file with these parts in it. */
export function office(
  kind: 'wordprocessingml.document' | 'spreadsheetml.sheet' | 'presentationml.presentation',
  parts: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  return zipSync({
    '[Content_Types].xml': contentTypes(`${OFFICE}.${kind}.main+xml`),
    '_rels/.rels': strToU8('<Relationships/>'),
    ...parts,
  })
}

/** One pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
)

/** By the ending of their name. */
export const samples = {
  jpg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF', [0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9]),
  png: PNG,
  gif: bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b]),
  webp: bytes(
    'RIFF',
    [26, 0, 0, 0],
    'WEBPVP8L',
    [13, 0, 0, 0, 0x2f, 0, 0, 0, 0x10, 7, 0x10, 0x11, 0x11, 0x88],
  ),
  heic: isoMedia('heic'),
  pdf: bytes('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
  docx: office('wordprocessingml.document'),
  xlsx: office('spreadsheetml.sheet'),
  pptx: office('presentationml.presentation'),
  amr: bytes('#!AMR\n', [0x3c, 0, 0, 0]),
  mp3: bytes('ID3', [3, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64], Array(413).fill(0)),
  m4a: isoMedia('M4A '),
  ogg: bytes('OggS', [0, 2], Array(20).fill(0), [1, 19], 'OpusHead', [1, 1], Array(9).fill(0)),
  wav: bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt ', [16, 0, 0, 0, 1, 0, 1, 0], Array(12).fill(0)),
  mp4: isoMedia('isom'),
  mov: isoMedia('qt  '),
  txt: new TextEncoder().encode('您好，bill'),
} as const satisfies Record<string, Uint8Array>

/** 你好, as old Windows programs write it. */
export const GB18030_TEXT = Buffer.from([0xc4, 0xe3, 0xba, 0xc3])

/** What must not get in, by what it is: bytes, under a name and a type that look harmless. */
export const hostile: readonly {
  readonly what: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType?: string
}[] = rows([
  ['nothing', 'empty.png', new Uint8Array()],
  ['a page as a picture', 'cat.png', bytes('<html><script>alert(1)</script>')],
  ['a page', 'bill.html', bytes('<html><script>alert(1)</script>'), 'text/html'],
  ['a page as plain text without a name', '', bytes('<html>'), 'text/html'],
  ['a drawing with script', 'logo.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['a drawing as a picture', 'logo.png', bytes('<?xml version="1.0"?><svg/>'), 'image/svg+xml'],
  ['a program', 'setup.exe', bytes('MZ', [0x90, 0, 3, 0, 0, 0], Array(120).fill(0))],
  ['a program as a picture', 'photo.jpg', bytes('MZ', [0x90, 0, 3, 0, 0, 0], Array(120).fill(0))],
  ['a program as text', 'readme.txt', bytes('MZ', [0x90, 0, 3, 0, 0, 0], Array(120).fill(0))],
  ['a program for Linux', 'tool', bytes([0x7f], 'ELF', [2, 1, 1, 0], Array(60).fill(0))],
  ['a second ending', 'photo.jpg.exe', samples.jpg],
  ['a second ending behind spaces', 'photo.jpg                    .exe', samples.jpg],
  ['a second ending turned round', 'photo\u202egpj.exe', samples.jpg],
  ['a script with a picture in front', 'photo.js', samples.gif],
  ['a page with a picture in front', 'photo.gif.html', samples.gif],
  ['a PDF under the name of a picture', 'bill.jpg', samples.pdf],
  ['a picture under the name of a PDF', 'bill.pdf', samples.jpg],
  ['a video under the name of a picture', 'cat.png', samples.mp4],
  ['an archive', 'files.zip', zipSync({ 'a.txt': strToU8('a') })],
  ['an archive as a letter', 'letter.docx', zipSync({ 'a.txt': strToU8('a') })],
  ['a sheet as a letter', 'letter.docx', samples.xlsx],
  [
    'macros as a letter',
    'letter.docx',
    office('wordprocessingml.document', { 'word/vbaProject.bin': strToU8('x') }),
  ],
  [
    'macros by their own name',
    'letter.docm',
    office('wordprocessingml.document', { 'word/vbaProject.bin': strToU8('x') }),
  ],
  [
    'old macros as a sheet',
    'sums.xlsx',
    office('spreadsheetml.sheet', { 'xl/macrosheets/sheet1.xml': strToU8('x') }),
  ],
  ['half a letter', 'letter.docx', samples.docx.slice(0, -30)],
  [
    'an old letter',
    'letter.doc',
    bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], Array(600).fill(0)),
  ],
  ['text with control characters', 'notes.txt', bytes('hello', [7, 27], '[31m')],
  ['text in no encoding', 'notes.txt', bytes([0x80, 0xff, 0xff, 0x20])],
  ['text of another kind', 'query.json', bytes('{}'), 'text/plain'],
])

type Row = readonly [what: string, name: string, bytes: Uint8Array, mediaType?: string]

function rows(all: readonly Row[]) {
  return all.map(([what, name, content, mediaType]) => ({
    what,
    name,
    bytes: content,
    ...(mediaType === undefined ? {} : { mediaType }),
  }))
}
