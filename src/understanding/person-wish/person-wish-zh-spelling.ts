/** Brings a clause with Chinese in it into the wording the rules know: homophones, pinyin, English words. */

/** Pinyin syllables without tones and spaces; read only where one of the first four stands. */
const PINYIN: readonly (readonly [RegExp, string])[] = [
  [/ren\s?gon+g?g?/g, '人工'],
  [/\bzh?uan\s?rg/g, '转人工'],
  [/\b(?:w?y?q?b?w?z{0,2}j?|zh?uan|zhao)rg(?:kf)?\b/g, '转人工'],
  [/\b(?:wy|z|zj|y)?(?:z{0,2}r)?kf\b|\b(?:wy|z)?zzr\b/g, '转客服'],
  [/zhen\s?ren/g, '真人'],
  [/huo\s?ren/g, '活人'],
  [/ke\s?fu/g, '客服'],
  [/zhuan\s?jie/g, '转接'],
  [/zh?uan/g, '转'],
  [/wo\s?yao/g, '我要'],
  [/wo\s?xiang/g, '我想'],
  [/gei\s?wo/g, '给我'],
  [/bang\s?wo/g, '帮我'],
  [/bu\s?yong/g, '不用'],
  [/bu\s?yao/g, '不要'],
  [/bu\s?xiang/g, '不想'],
  [/bie/g, '别'],
  [/ji\s?qi\s?ren/g, '机器人'],
  [/zhi\s?neng/g, '智能'],
  [/you\s?mei\s?you/g, '有没有'],
  [/qing/g, '请'],
  [/zhao/g, '找'],
  [/jiao/g, '叫'],
  [/huan/g, '换'],
  [/jie/g, '接'],
  [/you/g, '有'],
  [/ni\s?shi/g, '你是'],
  [/dian\s?hua/g, '电话'],
  [/fei/g, '费'],
  [/fu\s?wu/g, '服务'],
  [/ji\s?dian/g, '几点'],
  [/ma\b/g, '吗'],
  [/yao/g, '要'],
  [/jing\s?li/g, '经理'],
  [/ling\s?dao/g, '领导'],
  [/xie\s?xie/g, '谢谢'],
  [/ke\s?yi/g, '可以'],
  [/yi\s?xia/g, '一下'],
  [/\bqiu\b/g, '求'],
  [/neng/g, '能'],
  [/kuai/g, '快'],
  [/\bni\s?men\b/g, '你们'],
  [/\bni\s?hao\b/g, '你好'],
  [/\blai\b/g, '来'],
  [/\bzai\b/g, '在'],
  [/liao/g, '聊'],
  [/shuo/g, '说'],
  [/\bgen\b/g, '跟'],
  [/\bge\b/g, '个'],
  [/\bde\b/g, '的'],
  [/\bren\b/g, '人'],
  [/\bwo\b/g, '我'],
  [/\bni\b/g, '你'],
]
const PINYIN_PERSON =
  /\b(?:zh?uan\s?|zhao\s?|wo\s?yao\s?|jiao\s?|bu\s?yao\s?|bu\s?yong\s?)?(?:zh?uan\s?|zhao\s?)?(?:ren\s?gon|zhen\s?ren|huo\s?ren|ke\s?fu|ge\s?ren\s?lai|jing\s?li\s?lai|ling\s?dao|ren\s?lai)|\b(?:zh?uan\s?|zhao\s?|wy|w?yz|z{1,3}j?|y)?(?:rg(?:kf)?|zrkf)\b/

/** English words inside a Chinese sentence. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ai|virtual|bot)\s?(?:agent|assistant|customer service|客服)s?/g, '机器人'],
  [/\b(?:chat\s?)?(?:ro)?bots?\b|\bmachine\b|\bai\b/g, '机器人'],
  [
    /\bcustomer\s?(?:service|care|support)(?:\s(?:rep(?:resentative)?|agent|staff))?s?\b|\bsupport(?: team)?\b/g,
    '客服',
  ],
  [/\b(?:a|an|the|some)\s(?=(?:real|live|human|agent|person|rep|operator))/g, ''],
  [
    /\b(?:human|live|real)\s(?:agent|operator|rep|representative|person|people|human|support|chat)s?\b/g,
    '真人',
  ],
  [
    /\b(?:human|huamn|humans|agent|agnet|rep|representative|staff|someone|somebody|real one)s?(?!\s?(?:id|code))\b/g,
    '人工',
  ],
  [/\b(?:manager|supervisor|boss|leader)s?\b/g, '经理'],
  [/\bperson\b/g, '真人'],
  [/\b(?:transfer|connect|switch|escalate|pass|contact|call|forward)\b/g, '转'],
  [/\b(?:talk|speak|chat)\s?(?:to|with)\b/g, '找'],
  [/\b(?:talk|speak|chat)\b/g, '聊'],
  [/\bi\s(?:want|need)(?:\sto)?\b|\bi\swould\slike(?:\sto)?\b/g, '我要'],
  [/\b(?:want|need)(?:\sto)?\b/g, '要'],
  [/\b(?:get|give|find)\sme\b/g, '给我'],
  [/\bcan\s(?:i|you)\b/g, '可以'],
  [/\b(?:do\snot)(?:\swant)?\b|\bno\b/g, '不要'],
  [/\b(?:please|to|a|an|me|now|asap|sir|ok)\b/g, ''],
]

/** What the ear takes for 人工 and 转; characters that look alike are mistyped too. */
const REN = '[人仁任认忍壬仨入亻]'
const GONG = '[工公共功宫供弓攻恭贡龚公]'
const ZHUAN = '[转专砖赚撰篆馔传]'
const HOMOPHONES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${ZHUAN}(接|到|去|给我|给|我|一下|下|个)?${REN}${GONG}`, 'gu'), '转$1人工'],
  [
    new RegExp(
      `(找|要|接|叫|换|用|给我|帮我|联系|请|没|有|不)(个|一下|下)?(?:${REN}[工公功宫]|人[共供弓攻恭])(?!司|共|里|厅|寓|园|交|众|斤|认|告|开|费|作)`,
      'gu',
    ),
    '$1$2人工',
  ],
  [new RegExp(`^(?:${REN}[工公功宫弓供]|人[共攻恭])(?=$|服务|客服|啊|呀|吧|快|$|[?])`, 'u'), '人工'],
  [/[转专砖](?:z人|真任|针人|珍人|真仁)/gu, '转真人'],
  [/[转专砖](?=接?(?:客服|真人|专员|坐席|座席|经理))/gu, '转'],
  [
    /(转|找|接|叫|要|联系|换|人工|在线)(?:克服|课服|客户服务|客福|刻服|可服|客夫|科服|客付|客户人员)/gu,
    '$1客服',
  ],
  [/真(?:仁|任|忍)/gu, '真人'],
  [/(?:火人|活仁)(?=$|来|吗)/gu, '活人'],
  [/(?:机器|机械|计器|机气|鸡器)人?(?=[人聊说讲回客])人?|人机(?!交)|机械人/gu, '机器人'],
  [/^r工$/u, '人工'],
  [/(转|找|接|叫|要|换)(去|到|返|个)?人手(?!机|不|够|续|法|工)/gu, '$1$2人工'],
  [/转ren工|转人gong|转r工|转rg(?:kf)?\b|\bzrg(?:kf)?\b|转人g/gu, '转人工'],
  [/(?<=[找要叫接换联系给我来个有无在请想])(?:rgkf|rg)(?![a-z])/gu, '人工'],
  [/(?<=[找要叫接换联系给我来个有无在请想的转真])kf(?![a-z])|(?<![a-z])kf(?=来|在|呢|出|人)/gu, '客服'],
  [/(?<=转)(?:zrkf|zr)(?![a-z])/gu, '真人'],
  [/人工人员/gu, '人工客服'],
  [/坐席|座席|座席员/gu, '坐席'],
]

/** A clause without spaces and in the wording of the rules. English words it does not know stay. */
export function respellChinese(clause: string): string {
  let said = PINYIN_PERSON.test(clause) ? fromPinyin(clause) : clause
  for (const [english, chinese] of ENGLISH) said = said.replace(english, chinese)
  said = said
    .replace(/\s|\p{Extended_Pictographic}/gu, '')
    // Normalising takes a 么 on its own for traditional.
    .replaceAll('幺', '么')
    .replace(/[揾搵]/gu, '找')
    .replace(/(?:畀|俾)(?=我|个|翻|返|真|人|客|转|[一-鿿])/gu, '给')
    .replace(/嘅/gu, '的')
    .replace(/[嗰𠮶]/gu, '那')
    .replace(/(?:嚟|黎)(?=[帮同跟听讲处理]|$|啦|[?])/gu, '来')
    .replace(/喺边(?:度)?/gu, '在哪')
    .replace(/返(?=头先|之前|个|真)/gu, '回')
    .replace(/佢哋|佢地/gu, '他们')
    .replace(/佢/gu, '他')
  said = said
    .replace(/唔(?:该|唧)/gu, '请')
    .replace(/冇/gu, '没有')
    .replace(/有没有有|有有没|有没有冇|有无/gu, '有没有')
  said = said.replace(/(\p{Script=Han}{1,4}?)\1{2,40}/gu, '$1')
  for (const [heard, meant] of HOMOPHONES) said = said.replace(heard, meant)
  return said
}

function fromPinyin(clause: string): string {
  let said = clause.replace(/(?<=[a-z])[1-5]\b/g, '')
  for (const [pinyin, chinese] of PINYIN) said = said.replace(pinyin, chinese)
  return said
}

/** Whether a clause without Chinese characters is Chinese in Latin letters and speaks of a person. */
export function isPinyin(clause: string): boolean {
  return PINYIN_PERSON.test(clause) || /^zrg$|转rg|^(?:zkf|zzrkf|kf)$/.test(clause)
}
