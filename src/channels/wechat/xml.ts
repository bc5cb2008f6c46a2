/** The small XML of WeChat: read strictly and without ever expanding anything, written so that no text breaks out. */

import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { LiukeError } from '../../errors.ts'

/** Largest body that is read, in bytes. */
export const MAX_XML_BYTES = 64 * 1024
/** Most opening and closing tags; the longest messages of WeChat have about forty. */
const MAX_TAGS = 1_000
const MAX_DEPTH = 6

/** What stands between `<xml>` and `</xml>`: texts, and objects or lists where tags are nested or repeated. */
export type XmlFields = Readonly<Record<string, unknown>>

// The defaults turn 007 into 7 and 1e5 into 100000, and cut white space off what customers write.
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  maxNestedTags: MAX_DEPTH,
})

/**
 * Reads a message of WeChat. Entities are neither declared nor expanded, whatever they are.
 * @throws LiukeError `wechat_xml_refused` for anything but one small, well-formed `<xml>` element in UTF-8
 */
export function readXml(bytes: Uint8Array): XmlFields {
  if (bytes.length > MAX_XML_BYTES) throw refused(`It is larger than ${MAX_XML_BYTES} bytes.`)
  const text = textOf(bytes)
  if (text.includes('\0')) throw refused('It holds a NUL.')
  // Customers may write any of this themselves: their words stand in CDATA, which is plain text.
  const markup = withoutCdata(text)
  if (/<!/.test(markup)) throw refused('It holds a declaration or a comment.')
  if (/<\?/.test(markup.replace(/^\s*<\?xml [^<>]*\?>/, ''))) throw refused('It holds an instruction.')
  if ((markup.match(/</g)?.length ?? 0) > MAX_TAGS) throw refused('It has too many tags.')
  // The parser forgives what is not well-formed; the validator does not.
  if (XMLValidator.validate(text) !== true) throw refused('It is not well-formed XML.')
  const { xml, ...others } = parsed(text)
  if (typeof xml !== 'object' || xml === null || Array.isArray(xml) || Object.keys(others).length > 0)
    throw refused('It is not one <xml> element with fields.')
  // An element with fields is an object of texts, objects and lists.
  return xml as XmlFields
}

/** The text without its CDATA sections, in one pass: a pattern would look for the end of each that has none. */
function withoutCdata(text: string): string {
  let markup = ''
  let from = 0
  for (let at = text.indexOf('<![CDATA['); at >= 0; at = text.indexOf('<![CDATA[', from)) {
    const end = text.indexOf(']]>', at)
    if (end < 0) throw refused('A CDATA section does not end.')
    markup += text.slice(from, at)
    from = end + 3
  }
  return markup + text.slice(from)
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The only thing `fatal` throws for.
    throw refused('It is not UTF-8.')
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    // Any document is read as an object by the names of its elements.
    return parser.parse(text) as Record<string, unknown>
  } catch {
    // Nested too deep, or a name that JavaScript keeps for itself.
    throw refused('It has tags that are not taken.')
  }
}

function refused(why: string): LiukeError {
  return new LiukeError(
    'wechat_xml_refused',
    `The body is no message of WeChat. ${why}`,
    'Check that it is WeChat, and nothing in between, that sends to this address.',
  )
}

/** Characters XML 1.0 has no place for. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** Writes an element `<xml>` with fields: numbers as they are, texts as CDATA. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`,
  )
  return `<xml>${lines.join('')}</xml>`
}

function cdata(text: string): string {
  // A `]]>` in the text is divided between two sections, which readers join again.
  const safe = text.replace(NOT_XML, '').replaceAll(']]>', ']]]]><![CDATA[>')
  return `<![CDATA[${safe}]]>`
}
