/** Facts, values and comparisons as short words, for showing conditions as sentences. */

import type { Bilingual, Language } from '../company/types.ts'
import type { Comparison, ComparisonName } from './conditions.ts'
import { type FactName, factOf } from './facts.ts'

const NAMES: Readonly<Record<FactName, Bilingual>> = {
  intent: { zh: '意图', en: 'the intent' },
  confidence: { zh: '意图的把握', en: 'confidence in the intent' },
  band: { zh: '机器人的把握', en: 'what the bot can do' },
  dialog: { zh: '正在办理的业务', en: 'the running dialog' },
  mood: { zh: '情绪', en: 'the mood' },
  angry_messages: { zh: '愤怒的消息数', en: 'angry messages' },
  failed_answers: { zh: '没答上来的次数', en: 'failed answers' },
  turns: { zh: '客户的消息数', en: 'messages of the customer' },
  language: { zh: '语言', en: 'the language' },
  channel: { zh: '渠道', en: 'the channel' },
  owner: { zh: '会话状态', en: 'the conversation' },
  identified: { zh: '客户身份已知', en: 'the customer is known' },
  verified: { zh: '客户已核实身份', en: 'the customer is verified' },
  risk: { zh: '流失概率', en: 'the risk of leaving' },
  risk_band: { zh: '流失风险', en: 'the risk band' },
  value: { zh: '年毛利', en: 'value in a year' },
  ev: { zh: '人工联系的期望收益', en: "expected gain of a person's call" },
  tenure_months: { zh: '在网时长', en: 'time as a customer' },
  open_tickets: { zh: '未办结的工单', en: 'open tickets' },
  repeat_ticket: { zh: '30 天内同类问题又来', en: 'the same trouble within 30 days' },
  failed_payments: { zh: '近 6 个月缴费失败', en: 'failed payments in 6 months' },
  contract_days_left: { zh: '合约剩余', en: 'time left in the contract' },
  vip: { zh: '贵宾客户', en: 'a VIP' },
  hours: { zh: '人工服务', en: 'opening hours' },
  waiting: { zh: '正在排队的会话', en: 'conversations waiting' },
  minutes_since_handoff: { zh: '上次人工服务结束后', en: 'time since a person finished' },
  wants_person: { zh: '客户要求人工', en: 'the customer asks for a person' },
  refuses_person: { zh: '客户不要人工', en: 'the customer refuses a person' },
  safety: { zh: '安全事件', en: 'danger' },
}

const VALUES: Readonly<Partial<Record<FactName, Readonly<Record<string, Bilingual>>>>> = {
  band: {
    answer: { zh: '能答', en: 'answer' },
    ask: { zh: '要反问', en: 'ask back' },
    decline: { zh: '答不了', en: 'decline' },
  },
  mood: {
    angry: { zh: '愤怒', en: 'angry' },
    annoyed: { zh: '不耐烦', en: 'annoyed' },
    neutral: { zh: '平静', en: 'neutral' },
    happy: { zh: '高兴', en: 'happy' },
  },
  language: { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } },
  owner: { bot: { zh: '由机器人接待', en: 'with the bot' }, queued: { zh: '在排队', en: 'waiting' } },
  risk_band: {
    low: { zh: '低', en: 'low' },
    medium: { zh: '中', en: 'medium' },
    high: { zh: '高', en: 'high' },
  },
  hours: { open: { zh: '在岗', en: 'open' }, closed: { zh: '不在岗', en: 'closed' } },
  safety: {
    none: { zh: '无', en: 'none' },
    life: { zh: '生命危险', en: 'to life' },
    'self-harm': { zh: '自伤', en: 'of self-harm' },
    threat: { zh: '威胁他人', en: 'a threat' },
    'hijacked-account': { zh: '账户被盗', en: 'a hijacked account' },
    'stolen-sim': { zh: '手机或卡被偷', en: 'a stolen phone or SIM' },
  },
}

const COMPARISONS: Readonly<Record<Exclude<ComparisonName, 'known'>, Bilingual>> = {
  is: { zh: '是', en: 'is' },
  is_not: { zh: '不是', en: 'is not' },
  in: { zh: '是', en: 'is' },
  at_least: { zh: '至少', en: 'at least' },
  at_most: { zh: '至多', en: 'at most' },
  above: { zh: '大于', en: 'above' },
  below: { zh: '小于', en: 'below' },
}

/**
 * A comparison as half a sentence in both languages.
 * @param titleOf what an intent or dialog is called; null where nobody named it
 */
export function comparisonWords(
  { fact, comparison, wanted }: Comparison,
  titleOf: (id: string) => Bilingual | null,
): Bilingual {
  const name = NAMES[fact]
  const { type, unit: measure, whole = false } = factOf(fact)
  if (comparison === 'known')
    return wanted === true
      ? { zh: `${name.zh}：有`, en: `${name.en}: known` }
      : { zh: `${name.zh}：没有`, en: `${name.en}: not known` }
  if (type === 'boolean') {
    const yes = (wanted === true) === (comparison === 'is')
    return { zh: `${name.zh}：${yes ? '是' : '否'}`, en: `${name.en}: ${yes ? 'yes' : 'no'}` }
  }
  const values = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => {
    const known = VALUES[fact]?.[String(one)] ?? (type === 'text' ? titleOf(String(one)) : null)
    return known ?? { zh: String(one), en: String(one) }
  })
  const how = COMPARISONS[comparison]
  const inChinese = listed(values, 'zh', type === 'text')
  const inEnglish = listed(values, 'en', type === 'text')
  if (type !== 'number')
    return { zh: `${name.zh}${how.zh}${inChinese}`, en: `${name.en} ${how.en} ${inEnglish}` }
  // What is counted is in the name already.
  const unit = whole ? '' : ` ${measure?.en ?? ''}`
  return {
    zh: `${name.zh}${how.zh} ${inChinese}${measure ? ` ${measure.zh}` : ''}`,
    en: `${name.en}: ${how.en} ${inEnglish}${unit}`.trimEnd(),
  }
}

function listed(values: readonly Bilingual[], language: Language, isText: boolean): string {
  const texts = values.map((value) => (isText ? `“${value[language]}”` : value[language]))
  return texts.join(language === 'zh' ? '、' : ' or ')
}
