import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_XML_BYTES, readXml, writeXml } from '../../../src/channels/wechat/xml.ts'
import { LiukeError } from '../../../src/errors.ts'

const read = (text: string) => ({ ...readXml(Buffer.from(text)) })

describe('the XML of WeChat', () => {
  it.each([
    ['texts as they are, numbers too', '<xml><A><![CDATA[007]]></A><B>1e5</B></xml>', { A: '007', B: '1e5' }],
    ['white space of customers', '<xml><A><![CDATA[  a\n b ]]></A></xml>', { A: '  a\n b ' }],
    [
      'markup in the words of customers',
      '<xml><A><![CDATA[<!DOCTYPE x>&amp;<?y?><b>]]></A></xml>',
      { A: '<!DOCTYPE x>&amp;<?y?><b>' },
    ],
    ['CDATA in two pieces', '<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>', { A: 'a]]>b' }],
    ['fields in fields', '<xml><A><B>1</B><B>2</B></A></xml>', { A: { B: ['1', '2'] } }],
    ['an XML declaration', '<?xml version="1.0" encoding="utf-8"?><xml><A>1</A></xml>', { A: '1' }],
    ['a byte order mark', '\uFEFF<xml><A>1</A></xml>', { A: '1' }],
    ['entities without expanding them', '<xml><A>&lt;&#65;&x;</A></xml>', { A: '&lt;&#65;&x;' }],
  ])('reads %s', (_what, text, fields) => {
    expect(read(text)).toEqual(fields)
  })

  const many = `<xml>${'<A>1</A>'.repeat(2_000)}</xml>`
  it.each([
    [
      'entities that multiply',
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><A>&b;</A></xml>',
    ],
    ['entities from outside', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>'],
    ['entities over the network', '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><xml><A>1</A></xml>'],
    ['a declaration inside', '<xml><!ENTITY a "b"><A>1</A></xml>'],
    ['small letters', '<!doctype x><xml><A>1</A></xml>'],
    ['instructions', '<xml><?php exit ?><A>1</A></xml>'],
    ['comments', '<xml><!-- x --><A>1</A></xml>'],
    ['an unknown root', '<html><A>1</A></html>'],
    ['two roots', '<xml><A>1</A></xml><xml><A>1</A></xml>'],
    ['text around it', '<xml><A>1</A></xml>more'],
    ['an empty root', '<xml></xml>'],
    ['text only', 'success'],
    ['nothing', ''],
    ['tags that are not closed', '<xml><A>1</xml>'],
    ['an end that is missing', '<xml><A>1</A>'],
    ['CDATA that is not closed', '<xml><A><![CDATA[1</A></xml>'],
    ['names JavaScript keeps', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['deep nesting', `<xml>${'<A>'.repeat(50)}1${'</A>'.repeat(50)}</xml>`],
    ['thousands of tags', many],
    ['a NUL', '<xml><A>\0</A></xml>'],
    ['more than 64 KB', `<xml><A>${'a'.repeat(MAX_XML_BYTES)}</A></xml>`],
  ])('refuses %s', (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'wechat_xml_refused' }))
  })

  it('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('<xml><A>'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('</A></xml>'),
    ])
    expect(() => readXml(bytes)).toThrow(LiukeError)
  })

  it('reads back what it writes, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const sendable = [...text.toWellFormed()]
          .filter(
            (point) =>
              !/[\p{Cc}\uFFFE\uFFFF]/u.test(point) || /[\t\n\r]/.test(point) || /[\x7f-\x9f]/.test(point),
          )
          .join('')
        // A reader of XML turns every kind of line end into one.
        const expected = sendable.replace(/\r\n?/g, '\n')
        const { A } = read(writeXml({ A: text.toWellFormed(), N: 7 }))
        expect(String(A).replace(/\r\n?/g, '\n')).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('lets no text out of its element', () => {
    expect(writeXml({ A: ']]></A><B>x</B>', N: 1 })).toBe(
      '<xml><A><![CDATA[]]]]><![CDATA[></A><B>x</B>]]></A><N>1</N></xml>',
    )
  })

  it('answers any bytes with fields or an error of ours', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      'xml',
      '</',
      '/>',
      '<xml>',
      '</xml>',
      '<![CDATA[',
      ']]>',
      '<!',
      '&',
      'A',
      '"',
      ' ',
      '=',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          read(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(LiukeError)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
