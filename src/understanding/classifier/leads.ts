/** Takes away how people begin a question in Chinese before they ask it: 你好，我想问下… says nothing about what. */

const GREETING = '(?:你好|您好|哈喽|嗨|在吗|亲|客服)?[啊呀哦,，。!！~～\\s]*'
const ASKING =
  '(?:(?:我|俺|咱)?(?:就|再|还)?(?:顺便|麻烦)?(?:是)?(?:想|要)?请?(?:问|咨询|请教|打听)一?(?:下子|下|声)|我(?:就|还)?想请?问(?!题))'
const LEAD = new RegExp(`^${GREETING}${ASKING}[,，:：\\s]*(?:你们|你|您)?[,，]?`, 'u')
/** Whoever says less after it has not asked yet, in UTF-16 units. */
const LEAST = 4

/** A normalised text without such a beginning, where a question follows it. */
export function withoutLead(normalised: string): string {
  const rest = normalised.replace(LEAD, '')
  return rest.length >= LEAST ? rest : normalised
}
