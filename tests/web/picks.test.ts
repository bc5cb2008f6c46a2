import { describe, expect, it } from 'vitest'
import { sizeText } from '../../src/web/shared/sizes.ts'
import { admit, MOST_FILES, pastedImages } from '../../src/web/widget/picks.ts'

const file = (name: string, size = 1) => ({ name, size })
const MB = 1024 * 1024

describe('files a customer chooses', () => {
  it('are added to those chosen before', () => {
    expect(admit([file('a')], [file('b')], 10)).toEqual({ files: [file('a'), file('b')] })
  })

  it('are at most as large as the server takes, to the byte', () => {
    expect(admit([], [file('a', 2 * MB)], 2).files).toHaveLength(1)
    expect(admit([], [file('a', 2 * MB + 1)], 2)).toEqual({
      files: [],
      refusal: { why: 'tooLarge', name: 'a' },
    })
  })

  it('are not empty', () => {
    expect(admit([], [file('a', 0)], 2).refusal).toEqual({ why: 'emptyFile', name: 'a' })
  })

  it('are at most five; the others are told, and what fits is taken', () => {
    const seven = Array.from({ length: 7 }, (_, at) => file(`${at}`))
    const { files, refusal } = admit([], seven, 1)
    expect(files).toEqual(seven.slice(0, MOST_FILES))
    expect(refusal).toEqual({ why: 'tooMany', name: '6' })
  })
})

describe('what is pasted', () => {
  const image = new File(['x'], 'image.png', { type: 'image/png' })
  const clipboard = (types: string[], ...files: File[]) =>
    // Of the browser's list only its iteration is used.
    ({ types, files: files })

  it('is taken as a file when it is a picture', () => {
    expect(pastedImages(clipboard(['Files'], image))).toEqual([image])
    expect(pastedImages(clipboard(['text/html', 'Files'], image))).toEqual([image])
  })

  it('stays text when there is text, as programs that write tables copy a picture of it too', () => {
    expect(pastedImages(clipboard(['text/plain', 'text/html', 'Files'], image))).toEqual([])
    expect(pastedImages(clipboard(['text/plain']))).toEqual([])
    expect(pastedImages(null)).toEqual([])
  })

  it('is left to the page when it is another kind of file', () => {
    const pdf = new File(['x'], 'a.pdf', { type: 'application/pdf' })
    expect(pastedImages(clipboard(['Files'], pdf))).toEqual([])
  })
})

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [35_400, '35 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [10_485_760, '10.5 MB'],
  ])('of %i bytes reads %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text)
  })
})
