import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mood, moodOf, moods } from '../../src/understanding/mood/mood.ts'
import { moodPhrases } from '../../src/understanding/mood/mood-words.ts'
import { normalise } from '../../src/understanding/normalise.ts'

const CHINESE: Readonly<Record<Mood, readonly string[]>> = {
  angry: [
    '气死我了',
    '你们就是骗子',
    '垃圾公司，再也不用了',
    '我非常生气',
    '太过分了！！',
    '什么破网，受不了了',
    '他妈的又断网',
    '忍无可忍，我要去告你们',
    '服务态度恶劣',
    '坑人呢这是',
    '你们這些騙子',
    '氣死我了，帳單又錯了',
    '等了半天没人管，太差劲了',
    '傻逼客服',
    '嬲死人啦，好嬲',
    '乱扣费，骗钱是吧',
    '黑心商家！',
    '😡😡',
  ],
  annoyed: [
    '不满意',
    '不太满意',
    '不是很满意',
    '一点也不满意',
    '没有很开心',
    '唔满意',
    '很失望',
    '对你们的服务很失望',
    '又断网了',
    '怎么又没信号',
    '真行啊你们',
    '你们可真行',
    '服了你们',
    '太好了，又断网了',
    '真棒，又多扣我钱',
    '呵呵',
    '好烦',
    '无语',
    '答非所问',
    '别踢皮球了',
    '打了三次电话还没解决',
    '有点生气',
    '说了多少遍了',
    '我谢谢您嘞',
    '浪费时间',
    '很不满',
    '还是連不上',
    '机器人真没用',
    '👎',
    '谢谢，但是我很失望',
  ],
  neutral: [
    '查话费',
    '你好',
    '好的',
    '我的宽带坏了',
    '怎么投诉',
    '麻烦您帮我看看账单',
    '收到垃圾短信怎么办',
    '不知道密码',
    '不好意思，打错了',
    '没关系',
    '没问题',
    '不生气',
    '我没有生气',
    '流量还剩多少',
    '套餐最好的是哪个',
    '停机保号怎么办理',
    '差额怎么算',
    '还差多少钱',
    '宽带网速慢',
    '笑死',
    '解决了吗',
    '转人工，谢谢',
    '未满18岁可以办卡吗',
    '不要了',
    '有没有便宜点的套餐',
    '特别提醒是什么意思',
    '路由器的灯不亮',
    '超出流量怎么收费',
    '請問客服幾點下班',
    '',
  ],
  happy: [
    '谢谢',
    '好的，谢谢',
    '不错',
    '服务不错',
    '很满意',
    '太好了，谢谢',
    '非常感谢',
    '搞定了，谢谢',
    '你们客服真棒',
    '没什么不满意的，挺好',
    '好开心',
    '客服小姐姐很耐心，点赞',
    '好評',
    '太感谢了',
    '网速给力',
    '完美',
    '爱你们❤',
    '虽然慢了点，但是很满意',
    '今天終於好了，開心',
    '好犀利，多谢晒',
  ],
}

const ENGLISH: Readonly<Record<Mood, readonly string[]>> = {
  angry: [
    'I am furious',
    'this is outrageous',
    'you are a bunch of liars',
    'I HATE THIS COMPANY',
    'I am absolutely sick of this',
    'what a scam',
    'worst service ever',
    'this is unacceptable!!',
    "I'm so pissed off",
    'fuck this',
    'your service is completely useless and terrible',
    'I have had enough',
    'you guys are a joke',
    "it's really awful, I'm very disappointed",
    'stop lying to me, this is ridiculous',
    'shame on you',
    "I'm really angry",
  ],
  annoyed: [
    'not happy',
    "I'm not happy with this",
    'not at all satisfied',
    "I wasn't very pleased",
    "this isn't great",
    'not very helpful',
    'this is annoying',
    'I am disappointed',
    'really frustrating',
    'great, another outage',
    'Oh great.',
    'thanks for nothing',
    'wonderful, my internet is down again',
    "perfect, you've charged me again",
    'brilliant, still no signal',
    'its down again',
    'still not working',
    'this is the third time I write',
    'what a waste of time',
    'how many times do I have to explain',
    'a bit annoyed tbh',
    'thank you but I am disappointed',
    'ugh',
    'the bot is no help',
    'the technician was rude',
    'your bot sucks',
    'hardly satisfied',
    'too bad',
    'never been helpful',
    'everything about this is terrible',
  ],
  neutral: [
    'hi',
    'check my bill',
    'my internet is not working',
    'how do I complain',
    'what is the best plan',
    "I'd be happy to wait",
    "I'd love to change my plan",
    'good morning',
    'thank you, what about roaming?',
    'check my bill please, thanks',
    'no problem',
    "I'm not angry",
    "don't be mad",
    'is there a good deal for students',
    'how do I turn off voicemail',
    'download the app',
    'is there a fee for another sim',
    'not sure',
    'the wifi is slow',
    'not bad luck I guess',
    'I am not upset',
    'can I pay down my debt',
    'what are the charges abroad',
    'sounds good',
    'how much is the super plan',
    'why not',
    'hate to bother you, but where is my invoice',
    'what time do you close',
    'the line is dead',
    '12345',
  ],
  happy: [
    'thanks',
    'ok thank you',
    'not bad',
    'not bad at all',
    'great, thanks',
    'I love it',
    'thank you so much!',
    "you're the best",
    'very happy with the new plan',
    "I couldn't be happier",
    'awesome',
    'it works now, cheers',
    'problem solved, thanks',
    "can't complain",
    'really helpful',
    'excellent service',
    'very good',
    "I can't thank you enough",
    'slow at first but I am very happy now',
    'perfect 👍',
  ],
}

const rowsOf = (table: Readonly<Record<Mood, readonly string[]>>) =>
  moods.flatMap((mood) => table[mood].map((text) => [text, mood] as const))

describe('mood', () => {
  it.each(rowsOf(CHINESE))('of %j is %s', (text, mood) => expect(moodOf(text).mood).toBe(mood))
  it.each(rowsOf(ENGLISH))('of %j is %s', (text, mood) => expect(moodOf(text).mood).toBe(mood))

  it('has a score that follows the mood', () => {
    for (const [text, mood] of [...rowsOf(CHINESE), ...rowsOf(ENGLISH)]) {
      const { score } = moodOf(text)
      if (mood === 'happy') expect(score).toBeGreaterThanOrEqual(0.2)
      else if (mood === 'annoyed') expect(score).toBeLessThanOrEqual(-0.2)
      else if (mood === 'angry') expect(score).toBeLessThanOrEqual(-0.5)
      else expect(Math.abs(score)).toBeLessThan(0.24)
    }
  })

  it('is worse when shouted', () => {
    expect(moodOf('THIS IS ANNOYING AND BAD').score).toBeLessThan(moodOf('this is annoying and bad').score)
    expect(moodOf('好失望！！！').score).toBeLessThan(moodOf('好失望').score)
    expect(moodOf('PLEASE CHECK MY BILL!!').mood).toBe('neutral')
  })

  it('is read for any string, and within bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { mood, score } = moodOf(text)
        expect(moods).toContain(mood)
        expect(Math.abs(score)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('of a very long message is that of its beginning', () => {
    expect(moodOf('好烦'.repeat(100_000)).mood).toBe('angry')
    expect(moodOf(`${'a '.repeat(100_000)}I hate you`).mood).toBe('neutral')
  })
})

describe('the lexicon', () => {
  const phrases = [...moodPhrases()]

  it('holds phrases as they are after normalising', () => {
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [text]
    const others = phrases.filter(
      ({ phrase }) => words(normalise(phrase)).join(' ') !== words(phrase).join(' '),
    )
    expect(others.map(({ phrase }) => phrase)).toEqual([])
  })

  it('holds no phrase under two headings', () => {
    const marks = new Map<string, string>()
    const twice = phrases.filter(({ phrase, mark }) => {
      const earlier = marks.get(phrase) ?? JSON.stringify(mark)
      marks.set(phrase, earlier)
      return earlier !== JSON.stringify(mark)
    })
    expect(twice.map(({ phrase }) => phrase)).toEqual([])
  })
})
