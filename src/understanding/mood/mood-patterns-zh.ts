/** What Chinese-speaking customers say about their mood in phrases with a gap: all patterns, in the order they are looked for. */
import { CHINESE_ANGER } from './mood-anger-zh.ts'
import { CHINESE_COMPLAINTS } from './mood-complaints-zh.ts'
import { CHINESE_IRONY } from './mood-irony-zh.ts'
import { type MoodPatterns, patternsOf } from './mood-marks.ts'
import { NEAR, NUMBER } from './mood-pieces-zh.ts'
import { CHINESE_WAITS } from './mood-waits-zh.ts'

/** What only looks like a mood. */
const PLAIN: readonly MoodPatterns[] = [
  {
    kind: 'plain',
    patterns: [
      `(?:没有|没|不是|唔系|并非|不)(?:什么)?(?:不满意|不满|抱怨|生气|埋怨|要投诉|投诉|怪|骂)`,
      `(?:有人|别人|陌生人|对方|骗子|他们|打电话来|短信|来电|这个号码)${NEAR}{0,12}(?:骗我|骗钱|骗了我|诈骗|骂人|骂我|骚扰我|敲诈|勒索)`,
      `(?:扣|用|跑|耗|掉|流|没|完|涨|好)得?(?:也)?(?:太|真|好|这么|咁)?快(?![速点])`,
      `(?:别家|别人家|别的公司|隔壁|人家|对面|中国移动|联通|电信|其他家|其他运营商)${NEAR}{0,12}(?:好|便宜|快|划算|多|强|不错|优惠)`,
    ],
  },
]

/** All is well. */
const WELL: readonly MoodPatterns[] = [
  {
    weight: 1.2,
    patterns: [
      `(?:效率|速度|态度|服务|质量|体验|信号|网速|手艺|技术|画质|音质)(?:也|都|还|真|真的|确实|挺|很|特别|非常|超|蛮|都挺|都很|真是)+(?:高|好|快|不错|棒|赞|强|稳|优秀|到位|专业|可以|给力|满意)`,
      `比(?:以前|之前|原来|想象中?|我?想的|预期|上次|人工|别家|那家|人工客服)[^贵慢差卡少,，.。!！?？]{0,4}(?:好|快|强|稳|方便|清楚|便宜|顺|流畅|省心)(?:多|很多|太多|些)?`,
      `(?:从|一次|一年|几年|多年|从来|用了${NEAR}{0,6})(?:也|都)?(?:没|没有|未|冇)(?:断|掉|出|坏|卡)(?:过|问题)`,
      `${NUMBER}(?:分钟|秒|小时)(?:不到)?就(?:搞定|解决|好|弄好|装好|修好|到|有人|处理|回)`,
      `(?:师傅|客服|小姐姐|小哥|店员|你|您|服务|人|工作人员|他|她)(?:的)?(?:人|服务|态度|技术|手艺|讲得|讲解|讲|说得|说话|解释得|解释)?(?:真|很|特别|非常|超|都|好|挺|也|太|超级|十分|格外|蛮)(?:的)?(?:好|专业|细心|耐心|客气|nice|热心|温柔|负责|给力|清楚|贴心|周到|靠谱|亲切|用心|棒|赞|认真|麻利|利索|热情|友好|友善|暖)`,
    ],
  },
  {
    weight: 1,
    patterns: [
      `(?:感谢|谢谢|多谢|谢)(?:你|您|你们|师傅|小姐姐|客服)?(?:的|这么|帮|及时|耐心|一直|提醒|告知|热心|理解|支持)`,
      `(?::|;|=)-?[)d](?![a-z])|\\^_?\\^`,
    ],
  },
  {
    kind: 'trouble',
    patterns: [`断(?:了)?(?:${NUMBER}|无数)(?:次|回)(?:网)?|断(?:断|了又)`],
  },
  {
    weight: 1,
    event: true,
    patterns: [
      `(?:修|弄|搞|装|解决|处理|办|找|恢复|调|整|查)(?:好|上|完|妥|掂|定|回来|清楚)(?:了|咗|啦|喇)(?!吗|没|幺|\\?)`,
    ],
  },
]

export const CHINESE_PATTERNS = patternsOf([
  ...PLAIN,
  ...CHINESE_WAITS,
  ...CHINESE_COMPLAINTS,
  ...CHINESE_ANGER,
  ...CHINESE_IRONY,
  ...WELL,
])
