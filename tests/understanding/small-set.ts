/** A tiny bilingual training set: three matters of a phone company, and what is none of its business. */
import type { TrainingSet } from '../../src/understanding/types.ts'

const UTTERANCES: Readonly<Record<string, readonly string[]>> = {
  'bill.view': [
    '查话费',
    '我这个月要交多少钱',
    '帮我看一下账单',
    '话费余额还有几块',
    '本期账单金额是多少',
    '想查上个月的账单',
    '账单明细发我看看',
    '我现在欠费多少',
    'show me my bill',
    'how much do i owe this month',
    'what is my current balance',
    'can i see my latest bill',
    'check the amount due on my account',
    'is there anything outstanding on my bill',
    'my bill please',
    'the total of my last invoice',
  ],
  'net.slow': [
    '网速太慢了',
    '宽带很卡怎么办',
    '晚上上网特别慢',
    '看视频一直在转圈',
    '为什么网络这么卡',
    '下载速度好慢',
    '路由器重启了还是慢',
    '打游戏延迟很高',
    'my internet is slow',
    'the connection is really slow tonight',
    'why is the broadband so slow',
    'videos keep buffering',
    'download speed is terrible',
    'games are lagging badly',
    'slow internet even after restarting the router',
    'network speed dropped since yesterday',
  ],
  'svc.person': [
    '转人工',
    '我要找人工客服',
    '让真人跟我说话',
    '能不能接个客服',
    '不要机器人，叫人来',
    '人工服务怎么转',
    '帮我接通客服专员',
    '我想和工作人员通话',
    'talk to a person',
    'i want a human agent',
    'connect me to customer service',
    'get me a real person not a bot',
    'can someone call me please, a human',
    'speak with a representative',
    'transfer me to an agent',
    'let me speak to somebody from your team',
  ],
}

const BACKGROUND = [
  '今天天气怎么样',
  '北京到上海的高铁几点',
  '怎么做红烧肉',
  '附近哪家餐厅好吃',
  '世界杯谁赢了',
  '帮我写一首诗',
  '快递怎么还没到',
  'what is the weather like in london',
  'how do i bake a sourdough loaf',
  'who won the football last night',
  'recommend a good novel',
  'what time does the train to leeds leave',
  'translate good morning to french',
  'my parcel has not arrived',
]

/** The whole set, in the order it stands here. */
export const SMALL_SET: TrainingSet = {
  rows: Object.entries(UTTERANCES).flatMap(([label, texts]) => texts.map((text) => ({ text, label }))),
  background: BACKGROUND,
  titles: [
    { text: '查询账单', label: 'bill.view' },
    { text: 'Slow internet', label: 'net.slow' },
  ],
  seed: 7,
}

const inEnglish = ({ text }: { text: string }) => /^[\x20-\x7e]+$/.test(text)

/** Its English half, which is trained without looking into a dictionary. */
export const ENGLISH_SET: TrainingSet = {
  ...SMALL_SET,
  rows: SMALL_SET.rows.filter(inEnglish),
  titles: (SMALL_SET.titles ?? []).filter(inEnglish),
}
