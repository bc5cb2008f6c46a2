/** The words by which Chinese says that something is not to be done. */
import { THING } from './negation-zh-actions.ts'

/** Anything that may stand before a negation and changes nothing. */
export const LEAD =
  /能不能|可不可以|能否|可否|能|可以|那就|那么?|就|嗯+|哦+|噢|喔|啊|哎呀?|唉|好吧?|好的|行|ok|等等|等一?下|慢着|且慢|算了吧?|不不+|不是不是|现在|目前|暂时|今天|其实|真的|可是|可|但是|但|不过|所以|反正|总之|而且|再说|不好意思|对不起|抱歉|麻烦(?:你们?|您)?|请|拜托|求求?(?:你们?|您)?了?|我们|我|咱们?|俺|本人|亲|hi|hello|(?:哥们儿?|兄弟|大哥|大姐|姐姐?|哥|美女|帅哥|师傅|客服|小姐姐)(?=[,，\s别先不])|(?:我?(?:老公|老婆|爸妈?|妈|儿子|女儿|家里人?|家人|朋友))(?:都)?(?:说|讲)?|你好|您好|谢谢|多谢|(?:刚才|我)?(?:说|讲|打|点)错了?|帮(?:忙|我)?|还是|想了想|(?:考虑|想)了一?下|改主意了|后悔了|跟你说|说了|都说了|(?:跟)?你们?|您|都|又|也|从来|从|真|压根|根本|绝对|这次|这个月|最近|这(?!个)|,| /y

/** Who else may have said it, questions and conditions: behind these, a negation is not the customer's own. */
export const BLOCKS = /[为怎如若再你您他她谁哪吗么没无能可需否啥系说讲称示不是被会让要用]/u

/** Told to others, 不 says what they do not do. */
export const OTHERS = /[你您]/
/** Asking politely turns "不要" into a request, and 不 into a question. */
export const POLITE = /^(?:能不能|可不可以|能否|可否|能|可以)$/

/** A way to negate. */
export interface Negation {
  readonly form: RegExp
  /** Whether it tells somebody what not to do, so that 好吗 and a question mark take nothing back. */
  readonly tells: boolean
  /** Whether it is 不 alone, which also says what somebody else fails to do. */
  readonly bare?: boolean
  /** Whether nothing may stand between it and what is negated. */
  readonly alone?: boolean
}

export const NEGATIONS: readonly Negation[] = [
  {
    form: /(?:千万|暂时|先|真的|现在)?(?:就)?(?:不用|不必|无需|毋需|毋须|无须|不需要|不需|用不着|犯不着|没必要|没有必要|不要|别|甭|勿|请勿|莫|唔使|唔好|唔要|不劳烦?|不麻烦)(?!的|家|墅|说|名|扭|人(?!工)|处)/y,
    tells: true,
  },
  {
    form: /(?:并|可|又|也|从来|从|压根|根本)?(?:没有?|不|不是|不曾)(?:真的?|特别|怎么|那么)?(?:指望|奢求|图|说过?(?:要|想)?|想过?要?|要求|申请过?|同意过?|提过?要?|打算|准备|考虑|愿意?|希望|是(?:要|想|来|说要|为了)|(?:让|叫|请)(?:你们?|您|他们?)|是(?:让|叫)(?:你们?|您)|要|肯)(?=[^不]|$)/y,
    tells: false,
  },
  { form: /(?:并|又|可|也)?不是/y, tells: false, alone: true },
  { form: /(?:懒得|拒绝|谁说(?:过)?我?(?:要|想)?|谁(?:让|叫)(?:你们?|您)|谁要|哪有要?|无意)/y, tells: true },
  { form: /(?:先|暂时?|就先)不(?=[^想要用必需])/y, tells: true, alone: true },
  { form: /没(?:有|什么)?(?=.{1,12}的(?:打算|意思|想法|意愿|需求|必要))/y, tells: false, alone: true },
  { form: /没(?:有|什么|有什么)?(?=异议|争议|意见)/y, tells: false, alone: true },
  { form: /(?:(?:还是|就|也|都)?不|唔)(?=[^想要用必需])/y, tells: false, bare: true, alone: true },
]

/** What may stand between a negation and what is negated. */
export const GAP = new RegExp(
  `再|去|来|给|帮|替|让|请|叫|麻烦|劳烦|(?:你们?|您|他们?|她)(?:的)?|我们?(?:的)?|马上|现在|立刻|直接|随便|乱|什么|任何|对|把|将|要|想|说|提|做|申请|办理?(?=退|销|注|取|停|携|转|换)|进行|真(?:的)?|打算|急着|着急|先|${THING}|[ ,]`,
  'y',
)
export const THING_AHEAD = new RegExp(
  `(?:把|将|对)?(?:${THING}|电话|(?:上门|预约|安装)?时间|师傅|数据|资料|信息|发票|工单|收费|扣费)(?:的事情?)?`,
  'y',
)

/** What may follow what is negated without saying anything else. */
export const TAIL =
  /掉|了|啦|喇|吧|啊|呀|哈|哦|喔|噢|呢哦|好吗|好不好|好嘛|行吗|行不行|可以吗|成吗|嘛|的意思|的打算|的想法|的事情?|的|先|住|着|到|过|它|这个|那个|这件事|我的|我|你们的?|你的?|您|他们?|给(?:我|别人|你们?)|谢谢|多谢|麻烦|拜托|需要|申请|手续|业务|服务|单|事情?|别人|别家|谁|任何人|(?:也|都|就)?(?:不|别)(?:办|退|要|弄|搞|用|换|取消)了?|过?来|回来|联系|hh+|ok|please|thx|thanks|[\p{P}\p{S}\s]/uy
export const ASKED_BACK = /(?:吗|么|嘛|呢|不)$/
export const TAG = /(?:好|行|可以|成|中)(?:吗|么|嘛|不[好行成中]?)$/
/** Begins something else: "不用退款|帮我查下为什么扣费". */
export const ANOTHER =
  /^(?:了|啦|吧|我的|它|[,\s])*(?=(?:帮我|给我(?!$)|我就?(?:是|想|要|只)|就(?:是|想|问|要|告诉)|只(?:是|想|要|问|需)|直接|请(?:问|告诉|帮)|告诉我|麻烦(?:你|您|帮)|但是?|不过|而是|是(?:想|要|问)|我问|想(?:问|知道|查|看|换|改|开|办|了解|咨询)|怎么|如何|多少|什么时候|能不能|可不可以)[^\s])/u

/** Puts off what was named before: 退款就算了, 回电不用了. */
export const AFTERWARDS =
  /(?:这个|这件|的)?(?:事情?|业务)?儿?(?:就|先|也|都|暂时|还是|我)*(?:算了|不用|不必|免了?|不需要|不要|作罢|拉倒|先放一?放|先缓缓|不办|不弄|不搞|别办|别弄|先不|唔使)/y
