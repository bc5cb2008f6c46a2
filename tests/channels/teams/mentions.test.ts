import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mentionsBot, spokenText } from '../../../src/channels/teams/mentions.ts'
import { teamsActivityFrom } from '../../../src/channels/teams/shapes.ts'
import { BOT, personal, somebody } from './teams-server.ts'

const bot = { id: BOT, name: 'Liuke' }
const megan = { id: '29:megan', name: 'Megan' }
/** Somebody with the same name as the bot. */
const namesake = { id: '29:namesake', name: 'Liuke' }

const mention = (mentioned: { id: string; name: string }, text = `<at>${mentioned.name}</at>`) => ({
  type: 'mention',
  mentioned,
  text,
})
const said = (text: string | undefined, entities: object[] = []): string =>
  spokenText(teamsActivityFrom(personal(somebody(), { type: 'message', text, entities })))

describe('the words of a message in Teams', () => {
  it.each([
    ['no mention', '我的话费', [], '我的话费'],
    ['no text at all', undefined, [], ''],
    ['the bot at the front', '<at>Liuke</at> show my bill', [mention(bot)], 'show my bill'],
    ['the bot without a space', '<at>Liuke</at>我的话费', [mention(bot)], '我的话费'],
    ['the bot at the end', 'show my bill <at>Liuke</at>', [mention(bot)], 'show my bill'],
    [
      'the bot twice',
      '<at>Liuke</at> hi <at>Liuke</at>, my bill',
      [mention(bot), mention(bot)],
      'hi , my bill',
    ],
    ['only the bot', '<at>Liuke</at>', [mention(bot)], ''],
    ['only the bot and space', ' <at>Liuke</at>&nbsp;\r\n', [mention(bot)], ''],
    [
      'somebody else as well',
      '<at>Liuke</at> ask <at>Megan</at> please',
      [mention(bot), mention(megan)],
      'ask Megan please',
    ],
    [
      'somebody of the same name after the bot',
      '<at>Liuke</at> call <at>Liuke</at>',
      [mention(bot), mention(namesake)],
      'call Liuke',
    ],
    [
      'somebody of the same name before the bot',
      'call <at>Liuke</at> <at>Liuke</at>',
      [mention(namesake), mention(bot)],
      'call Liuke',
    ],
    [
      'people in another order than in the text',
      '<at>Megan</at> and <at>Liuke</at>, hi',
      [mention(bot), mention(megan)],
      'Megan and , hi',
    ],
    [
      'marks with attributes, as entities name them',
      '<at id="0">Liuke</at> hi',
      [mention(bot, '<at id="0">Liuke</at>')],
      'hi',
    ],
    [
      'marks with attributes of which entities know nothing',
      '<at id="0">Liuke</at> hi',
      [mention(bot)],
      'hi',
    ],
    ['a mention nobody explains', '<at>Somebody</at> hi', [], 'Somebody hi'],
    [
      'a name with marks in it',
      '<at>A &amp; B</at> hi',
      [mention({ id: BOT, name: 'A & B' }, '<at>A &amp; B</at>')],
      'hi',
    ],
    ['references', 'a &lt; b &amp;&amp; c&nbsp;d &#39;e&#x27; &quot;f&quot;', [], 'a < b && c d \'e\' "f"'],
    ['a reference once only', '&amp;lt;b&amp;gt;', [], '&lt;b&gt;'],
    [
      'what is no reference',
      '&unknown; &#0; &#xd800; &#1114112; R&D',
      [],
      '&unknown; &#0; &#xd800; &#1114112; R&D',
    ],
    ['other marks', 'is <b>5G</b> <script>fast</script>?', [], 'is <b>5G</b> <script>fast</script>?'],
    ['marks that never end', '<at>Liuke <at>', [mention(bot)], '<at>Liuke <at>'],
    ['lines', 'first \r\n  second\n\nthird', [], 'first\nsecond\n\nthird'],
  ])('with %s', (_name, text, entities, expected) => {
    expect(said(text, entities)).toBe(expected)
  })

  it('are read in linear time, whatever they are', () => {
    for (const piece of ['<at>', '<at', '<', '</at>', '&#', ' ', '<at>a</at>', '\n ']) {
      const text = piece.repeat(Math.floor(99_000 / piece.length))
      const started = process.cpuUsage().user
      said(text, [mention(bot)])
      // A square of the length would take minutes.
      expect(process.cpuUsage().user - started).toBeLessThan(5_000_000)
    }
  })

  it('never fail, and never hold a mention of the bot', () => {
    const parts = fc.array(
      fc.oneof(fc.constant('<at>Liuke</at>'), fc.constant('<at>Megan</at>'), fc.string({ maxLength: 8 })),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(parts, (list) => {
        const bots = list.filter((part) => part === '<at>Liuke</at>').map(() => mention(bot))
        expect(said(list.join(''), bots)).not.toContain('<at>Liuke</at>')
      }),
      { numRuns: 300 },
    )
  })
})

describe('a message is addressed to the bot', () => {
  it.each([
    ['by a mention of it', [mention(bot)], true],
    ['not by a mention of somebody of its name', [mention(namesake)], false],
    ['not by another kind of entity', [{ type: 'clientInfo', mentioned: bot }], false],
    ['not by its name alone', [], false],
  ])('%s', (_name, entities, expected) => {
    const activity = personal(somebody(), { type: 'message', text: '<at>Liuke</at> hi', entities })
    expect(mentionsBot(teamsActivityFrom(activity))).toBe(expected)
  })
})
