/** The words that agree, refuse, hesitate and ask, in both languages, for reading a yes or a no. */

import { slotForm } from './form.ts'
import { type Lexicon, lexiconOf } from './lexer.ts'

/**
 * What a word does in a reply. `sure` agrees, but "not sure" doubts where "not right" refuses; `do-it` agrees by
 * asking for what was offered; `later` puts off; `not` turns round what follows, and so does `no-to`, which also
 * refuses alone; `perhaps-after` (吧) weakens an answer before it; `filler` changes nothing.
 */
export type ReplyWord =
  | 'yes'
  | 'sure'
  | 'do-it'
  | 'no'
  | 'no-to'
  | 'not'
  | 'doubt'
  | 'later'
  | 'question'
  | 'perhaps-after'
  | 'filler'

/** Phrases by what they do, `|` between them, as they are written; longer ones win over their parts. */
const WORDS: readonly (readonly [ReplyWord, string])[] = [
  [
    'yes',
    '是|是的|是啊|是呀|是滴|是哒|是嘞|就是|正是|对|对的|对啊|对呀|对滴|对哒|对头|没错|没有错|没毛病|正确|嗯|嗯嗯|嗯呢|恩|恩恩|嗯哼|好|好的|好呀|好啊|好哦|好喔|好哒|好滴|好嘞|好咧|好勒|好吧|好啦|好呗|好耶|好噢|挺好|很好|太好了|非常好|行|行吧|行啊|行呀|行的|行嘞|行呗|可以|可以的|可以啊|可以呀|可|可以可以|也行|也可以|也好|要|要的|需要|需要的|想要|愿意|我愿意|确认|确认的|确认无误|同意|我同意|接受|认可|赞成|没问题|没有问题|木有问题|木问题|好的呢|无误|信息无误|没意见|没有意见|无异议|当然|当然可以|当然要|当然好|当然行|当然是|那当然|必须的|必须|妥|妥妥的|成交|得|得嘞|得啦|收到好的|系|系呀|系啊|系嘅|冇问题|冇错|啱|啱嘅|好嘅|得嘅|是我|是我本人|我是本人|是我的|是本人|是的呢|是这个|就这个|就是这个|就它|没错就是|都对|全对|[强]|[ok]|[好的]',
  ],
  [
    'yes',
    "yes|y|ye|yea|yeah|yeh|yep|yup|yas|ya|aye|yessir|yes indeed|ok|okay|okey|okie|okey dokey|okie dokie|oki|k|kk|alright|all right|right|that's right|that is right|you're right|correct|that's correct|that is correct|it's correct|it is correct|is correct|exactly|precisely|indeed|absolutely|of course|by all means|with pleasure|gladly|confirm|confirmed|i confirm|i agree|agree|agreed|i accept|accept|accepted|approved|true|that's true|affirmative|roger|fine|that's fine|fine by me|fine with me|ok by me|okay by me|good|that's good|good for me|perfect|that's perfect|great|that's great|excellent|wonderful|brilliant|lovely|cool|sounds good|that sounds good|sounds great|that sounds great|sounds fine|sounds perfect|sounds like a plan|looks good|looks right|that looks right|that looks good|all good|happy with that|i am happy with that|everything is correct|everything looks good|everything looks right|works for me|that works|that works for me|that will work|that will do|no problem|no objection|no objections|not a problem|yes i do|yes i am|yes i would|yes i have|yes it is|yes it was|yes that's me|yes that is me|i do|that's me|that is me|it is|it was|i would like that|i'd love that|i'd love to|i would love to|i would like to|deal|hell yeah|hell yes|you bet|totally|why not yes|👍|👌|✅|✔|☑|🆗|💯|🙆",
  ],
  ['sure', '确定|确定的|肯定|肯定的|我确定|我肯定|百分百'],
  [
    'sure',
    "sure|sure thing|for sure|surely|certain|certainly|definitely|positive|i'm sure|i am sure|i'm certain|i'm positive|100%|100% sure",
  ],
  [
    'do-it',
    '办|办理|办吧|处理|操作|提交|继续|继续吧|来吧|开始|开始吧|安排|弄|搞|预约|登记|下单|这么办|就这么办|这样办|就这样办|就这么定了|就这么定|按这个|按这个办|按这个来|就按这个来|就按这个|就按这个办|照办|尽管办|马上办|给我办|就咁|就咁啦|咁啦|办了吧|办一下|办理一下|处理一下|操作一下|提交一下|安排一下|登记一下|预约一下|弄一下|弄吧|搞吧|提交吧|预约吧|办理吧|处理吧|执行|动手吧|按您说的|按您说的办|听你的|听您的|照你说的',
  ],
  [
    'do-it',
    "please do|go on then|go ahead|please go ahead|go for it|do it|do that|do this|do so|please do it|please do that|just do it|proceed|please proceed|continue|please continue|carry on|keep going|let's go|let's do it|let's do that|let's do this|let's proceed|submit|submit it|submit that|confirm it|confirm that|confirm this|book|book it|book that|make it so|make it happen|process it|process that|send it|sign me up|set it up|arrange it|arrange that|you can|you may|you can do that|you can do it|you can go ahead|you may proceed|i want that|i want it|i'd like that|i want to|i want this|i'll take it|i will take it",
  ],
  [
    'no',
    '不是|不是的|不是我|不是我的|不是本人|不是这个|不对|不对的|不正确|不要吧不要|不用了|不用啦|不用不用|不用麻烦了|不必了|不行|不可以|不可|不好|不太好|不太行|不太对|不太可以|不需要了|不了|不了吧|不同意|不接受|不愿意|不想要了|不想办|不想办了|不确认|不提交|不办|不办了|不办理|不办理了|不弄了|不搞了|不继续|不继续了|不预约了|先不办|先不了|先不确认|暂时不用|暂不|暂时不要|暂不需要|算了|算了吧|还是算了|还是算了吧|那算了|那就算了|没有|没有没有|还没|还没有|没呢|别了|别办|别弄|免了|否|否定|错|错了|错的|有误|没门|休想|拒绝|才不|才不要|我不|我不要|当然不|当然不是|当然不要|肯定不|肯定不是|肯定不要|绝对不|绝对不要|绝不|唔系|唔好啦|唔使啦|唔使喇|唔使了|唔要啦|唔得|唔啱|唔同意|冇|未|唔确认|[弱]',
  ],
  ['no-to', '不要|不要了|不用|不必|不想|不想要|不需要|别|甭|先别|先不要|先不用|唔好|唔使|唔要|唔想|不能'],
  [
    'no',
    "no|n|nope|nah|naw|nay|no no|no way|no thanks|no thank you|no thankyou|no ty|no need|not at all|not really|not now|not right now|not yet|not today|not that|not that one|not this|not this one|not me|not mine|not interested|i'm not interested|that's not right|that is not right|that's not correct|that's not it|that isn't right|it isn't|that isn't it|it's wrong|that's wrong|wrong|incorrect|that's incorrect|false|not true|negative|never mind|nevermind|nvm|forget it|forget about it|forget that|don't do it|don't do that|i don't want that|i don't want it|i don't want this|i don't need it|i don't need that|i don't agree|i disagree|disagree|i don't think so|i think not|i refuse|decline|i decline|declined|reject|rejected|refuse|of course not|absolutely not|definitely not|certainly not|surely not|hell no|i changed my mind|changed my mind|wasn't me|that wasn't me|👎|❌|✖|🙅|🚫|⛔",
  ],
  [
    'no-to',
    "don't|please don't|do not|please do not|i don't|i do not|i'm not|it's not|it is not|that's not|that is not|never|can't|i can't|cannot|i cannot|i won't|won't|no need to|i don't want to|i don't want|i'd rather not|i would rather not|rather not|it was not|no longer",
  ],
  ['not', '不|没|没有再|未曾|并不|并非|非|从不|绝非|不太|不怎么|不是很|不大|唔|莫'],
  ['not', "not|isn't|wasn't|never ever|not so|not very|not quite|not too|i'm not so|ain't"],
  [
    'doubt',
    '不确定|不太确定|不肯定|不是很确定|不清楚|不太清楚|不知道|不晓得|不了解|不明白|没想好|还没想好|没决定|还没决定|没考虑好|说不好|说不准|不好说|不一定|不见得|未必|不懂|唔知|唔清楚|唔肯定|好像|好似|似乎|貌似|可能|也许|或许|大概|大约|应该|应该是|应该吧|估计|恐怕|差不多|算是|算是吧|看情况|看看|再看看|再说|再说吧|考虑|考虑一下|考虑考虑|想想|想一下|想一想|再想想|我想想|等|等等|等一下|等一等|等下|等会|等会儿|稍等|稍等一下|慢着|先等|先等等|且慢|但|但是|不过|可是|然而|如果|要是|假如|除非|只要|万一|或者|还是|随便|随意|无所谓|都行|都可以|都好|不错|还行|还可以|还好|一般|不是不|不得了|别的|别人|可以是可以|好是好|行是行|要是要|没说不|不能不|不得不|不是没|要不|要不然|先确认|确认一下|再确认|再确认一下|核实|核对|对了|好了|行了|可以了|是哦|是喔|是噢|是了|是吧|对吧|好不容易|可以吧|没事|没关系|不要紧|唔紧要|不在乎|怕|担心|为难|纠结|犹豫|呃|额|唔|这个嘛|反正|勉强|不见|好多|呵呵|对方|对于|是否|不是吧|不会吧|可能吧',
  ],
  [
    'doubt',
    "not sure|i'm not sure|i am not sure|not so sure|not really sure|not too sure|not quite sure|not entirely sure|not certain|not for sure|unsure|i'm unsure|not positive|maybe|may be|perhaps|possibly|probably|probably not|maybe not|might|i might|i guess|i guess so|guess so|i suppose|i suppose so|suppose so|i think|i think so|think so|i believe so|i hope so|hopefully|kind of|kinda|sort of|sorta|more or less|not exactly|not entirely|not completely|not necessarily|not bad|not wrong|don't know|i don't know|dunno|idk|no idea|no clue|not a clue|i have no idea|no doubt|hard to say|it depends|depends|that depends|wait|hold on|hang on|one moment|one sec|one second|just a moment|just a second|give me a moment|give me a minute|a moment|let me think|let me check|let me see|thinking|but|however|although|though|except|unless|if|only if|as long as|provided|or|either|both|whatever|either way|up to you|i don't mind|don't mind|i don't care|i'm good|i am good|i'm fine|i am fine|i'm ok|i'm okay|i'm alright|i'm all right|i'm great|that's ok|that's okay|that is ok|it's ok|it's okay|it's fine|it's alright|it's all right|that's alright|i'm all set|i'm all good|it's good|is good|no worries|no hurry|no rush|so so|meh|hmm|hm|hmmm|mmm|uh|um|umm|er|err|eh|yes and no|yeah no|yeah right|no wait|as if|could be|should be|would be|i wish|ish|instead|rather|why not|fair enough|don't worry|🤔|😕|🤷|😐",
  ],
  [
    'later',
    '先|暂时|以后|以后再说|下次|下次吧|下回|改天|改天吧|改日|晚点|晚点再说|迟点|过会|过会儿|过几天|回头|回头再说|之后再说|later|maybe later|perhaps later|next time|maybe next time|another time|another day|some other time|some other day|tomorrow|in a while|in a bit|sometime',
  ],
  [
    'question',
    '吗|么|嘛|呢|咩|是不是|对不对|好不好|行不行|可不可以|能不能|要不要|会不会|有没有|需不需要|用不用|同不同意|系唔系|好唔好|得唔得|可唔可以|使唔使|要唔要|啱唔啱|什么|怎么|怎样|为什么|为何|多少|几|哪|哪个|哪里|谁|何时|点解|乜|能否|可否|是吗|对吗|可以吗|行吗|好吗|什么意思|what|why|how|when|where|who|which|whose|huh|can i|can you|could i|could you|is it|is that|is this|are you|are you sure|do i|do you|does it|did you|will it|will you|would it|should i|right or wrong|yes or no|really?',
  ],
  ['perhaps-after', '吧|叭|罢'],
  [
    'filler',
    '收到|啊|呀|哦|喔|噢|啦|哈|哈哈|嘞|咯|呗|哟|诶|哎|唉|嗨|哇|嘿|喂|的|了|嘅|喇|㗎|嗱|哒|滴|那|那就|那么|咁|咁就|我|我要说|您|就行|就好|谢谢|谢谢您|谢谢你|谢谢啦|谢谢了|多谢|谢啦|谢了|感谢|非常感谢|十分感谢|辛苦了|辛苦您了|辛苦您|辛苦啦|辛苦|唔该|唔该晒|多谢晒|拜托|拜托了|拜托您了|不好意思|抱歉|对不起|对唔住|真的|真|确实|的确|其实|完全|非常|很|都|也|我这边|一下|下|您好|你好|客服|亲|麻烦了|麻烦您了|麻烦你了|先生|小姐|哥|姐|老师|不客气|不用谢|了解|帮我|给我|替我|帮忙|帮|请|请您|请你|麻烦|麻烦您|麻烦你|烦请|劳烦|有劳|劳驾|这样|就这样|就这样吧|这样吧|马上|立刻|立即|赶紧|赶快|尽快|快点|现在|现在就|直接|就',
  ],
  [
    'filler',
    "thanks|thank you|thankyou|thx|ty|tks|cheers|thanks a lot|thank you so much|thank you very much|thanks so much|many thanks|much appreciated|appreciate it|i appreciate it|oh|ah|aha|wow|well|so|then|just|actually|really|very|quite|now|and|sorry|excuse me|hi|hello|hey|sir|madam|ma'am|mate|man|bro|dude|dear|guys|i said|i say|my answer is|the answer is|is|a|the|to me|please|pls|that one|this one|this|for me|as soon as possible|asap|right away|right now|immediately|straight away|kindly|do|with me|with that|by me|to that|to it|to this|anyway|anyways|lah|la|leh|haha|hahaha|lol|that|it|all|100|of that|about that|about it|♂|♀|😊|🙂|😀|😄|😁|😃|😆|☺|🙏|❤|💕|😘|🥰|🎉|🌹|😂",
  ],
]

/** The form of slots, with "it's" and "it is" alike, skin tones off, and "yesss" written once. */
export function replyForm(text: string): string | null {
  const form = slotForm(text)
  if (form === null) return null
  return form
    .replace(/ 's\b/g, ' is')
    .replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '')
    .replace(/([a-z])\1{2,}/g, '$1')
}

/** Folded like the replies it is looked up in. Where a word stands twice, the later kind holds. */
export const replyLexicon: Lexicon<ReplyWord> = lexiconOf(
  WORDS.flatMap(([kind, words]) =>
    words.split('|').map((word): [string, ReplyWord] => [replyForm(word) ?? word, kind]),
  ),
)
