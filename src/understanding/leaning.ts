/** Whether a message names nothing to be about and so leans on what was said before: "多久到账", "how much is it?". */
import { isMadeOf } from './made-of.ts'
import { normalise } from './normalise.ts'
import { hasHan } from './script.ts'

/** How far a message needs what stands before it: all of it, in part by a pronoun, or not at all. */
export type Leaning = 'wholly' | 'partly' | 'none'

/** Longer messages say what they are about; in characters of Chinese and in words of English. */
const SHORT_ZI = 14
const SHORT_WORDS = 10

/** Words that ask, do and point, and name no matter. The longest of those that fit is taken. */
const GENERIC_ZH = new RegExp(
  [
    '那么?|这么?|这个|那个|这种|那种|这样|那样|它们?|他们?|她|你们?|您|我们?|咱们?|大家|本人|自己',
    '怎么样?|怎样|如何|咋样?|什么|啥|为什么|为啥|多少|多久|多长|多快|多大|多贵|几|哪里?|哪儿|哪个|哪些|谁',
    '时间|时候|小时|分钟|天|日|号|点|月|年|周|星期|次|个|张|份|位|种|家|块|元|钱|费用?|价格|价钱|资费|收费|免费|要钱|贵|便宜|划算|押金|手续费',
    '可以|可不可以|能不能|能够?|会不会|会|要不要|需不需要|需要|必须|得|要|用不用|用|有没有|有|没有|没|不用|不|是不是|是|行不行|行|好不好|好|算|够|剩下?|余下?|没用',
    '去|来|到|在|带|拿|寄|送|找|问|查|看|弄|办理?|搞|做|处理|操作|申请|设置|设|开|关掉?|关闭|打开|开启|取消|退|改|换|恢复|生效|失效|过期|到期|有效期?|到账|到|收到|完成|成功|开始|结束|停|继续|重新|再|还|退回|撤销|撤回|修改|变|买|订|领|交|付|给',
    '线上|网上|手机上|线下|本地|外地|异地|app上|现场|当场|马上|立刻|马上|现在|今天|明天|以后|之后|之前|以前|最快|最晚|最多|最少|最低|最高|一般|大概|大约|通常|一共|总共|具体|详细|全部|每|一|两|三|半|上限|限制|条件|要求|材料|证件|资料|东西|手续|步骤|流程|方法|办法|身份证|规定|区别|影响|后果|好处|坏处',
    '的|了|吗|么|呢|吧|啊|呀|嘛|着|过|就|都|也|才|只|先|又|很|太|比较|更|最|被|把|让|帮|请|麻烦|如果|要是|万一|的话|但|和|跟|与|或|还是|并且|然后|那边|这边|里|上|下|前|后|内',
  ]
    .join('|')
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|')
    .concat('|[^\\p{L}]'),
  'uy',
)

const GENERIC_EN = new Set(
  (
    'a an the this that these those it its they them their he she him her you your i my me we our one ones ' +
    'how what when where why which who whose much many long often soon far fast slow quickly ' +
    'is are am was were be been being do does did done can could will would shall should may might must have has had having ' +
    'get gets got take takes took taking cost costs costing work works working last lasts need needs needed bring want ' +
    'go going come comes make use used using find check see know apply happen happens start starts end ends stop expire expires ' +
    'turn switch cancel undo change remove delete set disable enable activate turned off on back in out up down over through ' +
    'to for of from at by with without about into if so then and or but not no yes any some anything something else more less most least ' +
    'free fee fees price prices pricing charge charged charges expensive cheap cheaper cheapest limit limits maximum minimum total extra ' +
    'day days week weeks month months monthly year years hour hours minute minutes time times per each every today tomorrow now later ' +
    'online early late before after until there here still already also too again just only really ' +
    'ok okay please thanks possible available valid required documents document id steps step process instead it there ' +
    "effect 's s t exactly way other another"
  ).split(' '),
)

/** Points at what was said before. */
const POINTS_ZH = /它|这个(?!月|号|周|星期)|那个(?!月|号)|这种|那种|这项|那项|这样/
const POINTS_EN = /\b(?:it|that|this|they|them|those|these|one|ones|there)\b/

/** What a message needs of what was said before. Linear in its length. */
export function leaningOf(text: string): Leaning {
  if (text.length > 200) return 'none'
  const said = normalise(text).trim()
  const zi = said.match(/\p{Script=Han}/gu)?.length ?? 0
  const words: readonly string[] = said.match(/[a-z0-9']+/g) ?? []
  if (zi + words.length === 0 || zi > SHORT_ZI || words.length > SHORT_WORDS) return 'none'
  const generic = hasHan(said) ? isMadeOf(said, GENERIC_ZH) : words.every((word) => GENERIC_EN.has(word))
  if (generic) return 'wholly'
  return POINTS_ZH.test(said) || (zi === 0 && POINTS_EN.test(said)) ? 'partly' : 'none'
}
