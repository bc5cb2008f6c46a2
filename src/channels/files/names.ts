/** File names that are safe in a header, in a list and on every file system, and still say what they said. */

/** Longest name in characters, with its ending; and in UTF-8 bytes, which file systems count. */
const MAX_CHARACTERS = 100
const MAX_BYTES = 240
/** An ending has a letter in it: the 2024 of `photo.2024` is none. */
const EXTENSION = /\.(?=[a-z0-9]*[a-z])([a-z0-9]{1,12})$/i
/** Control characters, line ends of Unicode, marks that turn or hide text, and what file systems keep for themselves. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
const RESERVED_SIGNS = /[<>:"|?*%]/g
/** Names Windows takes for devices, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i
const NAMELESS = 'file'
const MAX_READ = 1_000

/** What a name ends in, in lower case without the dot; empty without one. */
export function extensionOf(name: string): string {
  return EXTENSION.exec(lastPart(name).replace(UNSAFE, '').trimEnd())?.[1]?.toLowerCase() ?? ''
}

/**
 * The name to store a file under.
 * @param name as its sender calls it: may hold a path, be empty, or be meant to deceive
 * @param extension what it really is, without the dot; replaces the name's own ending
 * @returns at most 100 characters
 */
export function safeName(name: string, extension: string): string {
  const clean = lastPart(name)
    .toWellFormed()
    .normalize('NFC')
    .replace(UNSAFE, '')
    .replace(RESERVED_SIGNS, '_')
    .trimEnd()
    .replace(EXTENSION, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const free = DEVICE.test(clean) ? `_${clean}` : clean
  return `${shortened(free, extension) || NAMELESS}.${extension}`
}

/** What stands after the last slash; of endless names only their end is looked at. */
function lastPart(name: string): string {
  return name.slice(-MAX_READ).split(/[/\\]/).at(-1) ?? ''
}

function shortened(text: string, extension: string): string {
  let kept = ''
  let characters = extension.length + 1
  let bytes = characters
  for (const character of text) {
    characters += 1
    bytes += Buffer.byteLength(character)
    if (characters > MAX_CHARACTERS || bytes > MAX_BYTES) break
    kept += character
  }
  return kept.trimEnd()
}
