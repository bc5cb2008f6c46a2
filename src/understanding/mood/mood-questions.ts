/** Tells a question for information, in which bad words name a matter, from one that vents. */

const NEAR = '[^,，.。!！?？;；\\n]'

const CHINESE_QUESTION = new RegExp(
  [
    `(?:怎么|怎样|咋|如何|点样|点|啷个|咋个)(?:才能|可以|能|去|把|给)?(?:办|换|改|查|取消|退|弄|设|开|关|申请|处理|恢复|报|投诉|拦|举报|解|注销|用|算|看|联系|防|避免|屏蔽|识别|收费|交|充|下载|登|绑|激活|测|切|移|找|补|挂失|赔|走|维权|操作|做|变更|续|停|拒|预约|打|清|连|进|查看|领|兑)`,
    '([\\p{Script=Han}])[不没]\\1|是不是|(?:不|没|否)$|[^,，.。!！]{2}还是(?!不|没|连|上|坏|断|那|这|老|一样|用|收|打|很|太)[^,，.。!！]{1,10}$|请问|请教|想问|问一下|问下|问问|咨询|想了解|了解一下|想知道|帮我查|帮我看|查一下|查下|查询|多少|(?<!好)几(?:点|时|号|天(?!了|都|没|也))|多久|多长|哪里|哪个|哪儿|哪些|哪家|哪种|边度|边个|(?<!跟)谁(?!允许|同意|给你|让你|赔|用谁|怕谁|知道|设计|规定)|有冇办法|有没有办法|什么叫|是什么|什么是|什么意思|为什么|为啥|点解|会不会|有没有|能不能|可不可以|能否|可否|来得及|你.{0,10}(?:吗|嘛)|需要什么|要什么',
    `(?:可以|能|能否|可否|可不可以|能不能|会|有|是|需要|要|包|算)${NEAR}{0,14}(?:吗|嘛|幺|(?<![什怎那这多要])么)`,
  ].join('|'),
  'u',
)
const CHINESE_VENT =
  /又是?(?:什么|怎么|为什么|啥)|怎么(?:又|还|这么|总|老|一直|回事|搞的|老是|总是|一直|每次|回回)|到底|究竟|凭什么|凭啥|(?:为什么|为啥|点解)(?:又|总|老|还|每次|一直)|什么时候(?:才|能)|(?:要不要|有没有|还要)(?:脸|良心)|(?:能不能|可不可以|可以)(?:快|不要再|别再|有点|给个|赶紧|好好|别|不要|讲|说人)|(?:多少|几)(?:次|遍|回)|有没有搞错|是不是(?:傻|有病|人|瞎|听不懂|骗)|(?:会|能)不能(?:好好|有点)|猴年马月|说人话|听懂人话/u
const ENGLISH_QUESTION =
  /(?:^|[.!?,;] ?|\b(?:and|so|but|hi|hello|please|just|wondering|know|tell me|asking|ask|hey|sorry) )(?:how (?:do|can|could|should|to|much|long|would|does|is|many|often|soon|will|bad)\b|what (?:is|are|do|does|happens|should|can|would|will|if|about|kind|number|now|'s|time)\b|where\b|which\b|when (?:do|does|is|will|are|can)\b|why (?:is|did|does|do|was|are|am|can|has|have|would)\b|what \w{1,15} (?:do|does|is|are|can|should)\b|can\b(?! not)|could (?:i|you|we)\b|is (?:there|it|this|my|that|the|your|an?)\b|any chance\b|are (?:there|calls|you(?! (?:kidding|joking|serious|people|guys|stupid|deaf|blind|insane|mad|even|lot|idiots|sure)))\b|do (?:you|i|we|they)\b|does\b|would you\b|may i\b|who (?:do|can|is)\b|am i\b|will (?:i|my|you|it)\b|any way\b|is your\b)|\b(?:i (?:want|need|would like|wish|am trying) to (?:know|ask|cancel|change|report|check|make|file|block|dispute)|wondering|how to|where (?:do|can) i|how do i|how can i)\b/u
const ENGLISH_VENT =
  /\bhow (?:many (?:more )?times|much longer|hard|dare|difficult|many more|long (?:do|must|am) i|is it (?:possible|that|even))|\bwhy (?:has|have|is|are|did|does|do|can|will|would) (?:not|no one|nobody|nothing)\b|\bwhy (?:is|do|does|are|am|can)\b[^.,!?]{0,40}\b(?:always|never|still|keep|keeps|nobody|every single|have to (?:repeat|explain|keep|wait|chase|call|ask))\b|\b(?:are you|you must be) (?:kidding|joking|serious|people|deaf|stupid|blind|insane|having)|\bwhy (?:do|are|would|did|must|should) (?:you|they|your|we|i have to) ?(?:hide|hiding|make|making|keep|charge|always|even|need|want|not|people|guys|all|insist|refuse|ignore)|\bwhy\b[^.?!]{0,40}\bagain\b|^seriously\b|^come on\b|\bhow long does this take|\bwhat is (?:wrong|the point|it with|your problem|going on)|\bwhat 's (?:wrong|the point)|\bdo you (?:even|people|guys|ever|actually|think|call|want me|enjoy)|\bcan you (?:please )?(?:not|even|people|hurry|guys|ever|at least|just|stop|actually)|\bhow do you (?:sleep|people|still)|\bis (?:this|that|it) (?:a joke|some kind|how you|what you|too much|really|supposed)|\bdoes (?:anyone|anybody|no one|nobody)/u

/** Whether a normalised message asks for information; a question that vents ("how many times …", 怎么又 …) does not. */
export function asksCalmly(said: string): boolean {
  if (CHINESE_VENT.test(said) || ENGLISH_VENT.test(said)) return false
  return CHINESE_QUESTION.test(said) || ENGLISH_QUESTION.test(said)
}

const REQUEST =
  /^(?:tell|show|give|send|look|delete|remove|wipe|cancel|switch|close|take|move|swap|amend|hand|scan|update|download|let me|kindly)\b|请(?!耐心|稍)|帮(?:我|忙)(?!了|大|省|抢|解决|整|弄好|搞)|麻烦|查|转|我要|我想|办理|开通|取消|修改|退订|求|给我(?!打|发|推|停|断|扣|弄|搞|换了|取消了|来)|怎|吗|呢[?]?$|多少|什么|哪|几|不用|不需要|先不|能不能|\b(?:please|check|can|could|would|need|want|like to|send|call|show|give|how|what|when|where|why|which|book|change|cancel|transfer|connect|let me know|help me|no thanks|no thank)\b|[?]/u

/** Whether a normalised message asks for something: thanks in it are only polite. */
export function requests(said: string): boolean {
  return REQUEST.test(said)
}
