/** What insight has to know of corpus and company: names, topics, time zone, holidays. Plain data that travels to another process. */

import type { Company } from '../../company/types.ts'
import { bilingualValue } from '../../company/variables.ts'
import type { Corpus } from '../../corpus/types.ts'
import type { Both } from './results.ts'

/** Names and days, as they were when the work began. */
export interface InsightContext {
  /** IANA name. */
  readonly timeZone: string
  /** `YYYY-MM-DD` on which nobody of ours is there. */
  readonly holidays: readonly string[]
  /** Titles of the entries customers ask about; small talk is not among them. */
  readonly entries: Readonly<Record<string, Both>>
  /** Titles of products by id, such as `plan:basic`, `home:f500`, `tv`. */
  readonly products: Readonly<Record<string, Both>>
  /** What customers ask in Chinese, from the corpus; the words of the trade are learnt from it. */
  readonly phrases: readonly string[]
}

/** Takes it from a corpus and its company. */
export function contextOf({ entries, company }: Pick<Corpus, 'entries' | 'company'>): InsightContext {
  const asked = [...entries.values()].filter(({ kind }) => kind !== 'small-talk')
  return {
    timeZone: company.timeZone,
    holidays: holidaysOf(company),
    entries: Object.fromEntries(asked.map(({ id, title }) => [id, title])),
    products: productsOf(company),
    phrases: asked.flatMap(({ phrases }) => phrases.zh),
  }
}

function holidaysOf(company: Company): string[] {
  const written = company.variables.get('hours.agents.holidays')
  return typeof written === 'string'
    ? written.split(/[\s,]+/).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day))
    : []
}

/** Plans by their names, broadband by its speed, the rest as bills call it. */
function productsOf(company: Company): Record<string, Both> {
  const products: Record<string, Both> = {}
  for (const [name, value] of company.variables) {
    const [area = '', id = '', part, more] = name.split('.')
    if (more !== undefined) continue
    if (area === 'bill_item' && part === undefined && typeof value !== 'string') products[id] = value
    if (area === 'home' && part === 'speed')
      products[`home:${id}`] = { zh: `宽带 ${String(value)} 兆`, en: `broadband ${String(value)} Mbit/s` }
    if (area === 'plan' && part === 'name') {
      const title = bilingualValue(name, company)
      if (title) products[`plan:${id}`] = { zh: `${title.zh}套餐`, en: `plan ${title.en}` }
    }
  }
  return products
}

/** First part of the id of an entry: `bill` of `bill.view`. */
export function topicOf(entry: string): string {
  const dot = entry.indexOf('.')
  return dot < 0 ? entry : entry.slice(0, dot)
}

/** Topics of the sample's corpus and of the starter; another topic is called by its id. */
const TOPICS: Readonly<Record<string, Both>> = {
  acct: { zh: '账户', en: 'account' },
  bill: { zh: '账单', en: 'bills' },
  cancel: { zh: '退订与销户', en: 'cancelling' },
  data: { zh: '流量', en: 'mobile data' },
  device: { zh: '手机与设备', en: 'devices' },
  home: { zh: '宽带', en: 'broadband' },
  intl: { zh: '国际长途', en: 'international calls' },
  net: { zh: '网络与信号', en: 'network' },
  number: { zh: '号码', en: 'numbers' },
  offer: { zh: '优惠活动', en: 'offers' },
  pay: { zh: '缴费', en: 'payments' },
  plan: { zh: '套餐', en: 'plans' },
  roam: { zh: '漫游', en: 'roaming' },
  sec: { zh: '安全', en: 'security' },
  sim: { zh: 'SIM 卡', en: 'SIM cards' },
  sms: { zh: '短信', en: 'text messages' },
  svc: { zh: '客户服务', en: 'service' },
  tv: { zh: '电视', en: 'television' },
  voice: { zh: '通话', en: 'calls' },
}

/** What a topic is called. */
export function topicTitle(topic: string): Both {
  return Object.hasOwn(TOPICS, topic) ? (TOPICS[topic] ?? both(topic)) : both(topic)
}

function both(text: string): Both {
  return { zh: text, en: text }
}
