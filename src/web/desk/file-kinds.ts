/** What the desk does with a file of a customer, by its kind; and its size in words. */

/** `image` is shown, `audio` and `video` are played in place; everything else is only saved, never opened. */
export type FileUse = 'image' | 'audio' | 'video' | 'save'

/** What every browser of today shows by itself. SVG is not among them: it is a document that runs scripts. */
const USES: Readonly<Record<string, FileUse>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'video/mp4': 'video',
}

/** @param mediaType may have parameters, such as `text/plain; charset=utf-8` */
export function fileUse(mediaType: string): FileUse {
  const type = essence(mediaType)
  return Object.hasOwn(USES, type) ? (USES[type] ?? 'save') : 'save'
}

/** Which sign stands for a file. */
export type FileSign = 'image' | 'audio' | 'video' | 'pdf' | 'word' | 'sheet' | 'slides' | 'text' | 'file'

const SIGNS: readonly (readonly [RegExp, FileSign])[] = [
  [/^image\//u, 'image'],
  [/^audio\//u, 'audio'],
  [/^video\//u, 'video'],
  [/pdf$/u, 'pdf'],
  [/wordprocessingml/u, 'word'],
  [/spreadsheetml/u, 'sheet'],
  [/presentationml/u, 'slides'],
  [/^text\//u, 'text'],
]

export function signOf(mediaType: string): FileSign {
  const type = essence(mediaType)
  return SIGNS.find(([pattern]) => pattern.test(type))?.[1] ?? 'file'
}

function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}
