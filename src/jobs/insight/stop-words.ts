/** Words that say nothing about what a message is about, in both languages. */

/** Chinese words that carry no topic: pronouns, particles, politeness, asking words, time and degree. */
const CHINESE =
  '的 了 着 过 吗 呢 吧 啊 呀 哦 噢 嗯 唉 哎 哈 哈哈 呵呵 嘛 啦 喽 呗 哟 哇 么 之 与 及 或 和 跟 同 把 被 给 让 叫 向 往 从 到 在 于 对 对于 关于 为 为了 ' +
  '因为 所以 但 但是 可是 不过 而 而且 并 并且 然后 如果 要是 的话 虽然 还是 或者 以及 就 就是 才 都 也 又 还 再 很 太 挺 蛮 非常 特别 最 更 比较 有点 ' +
  '一下 一下子 一点 一些 有些 一个 一次 一直 一样 几个 多少 几 两 些 个 位 次 种 件 条 张 项 点 下 上 里 中 内 外 前 后 时 时候 ' +
  '我 你 您 他 她 它 我们 你们 您们 他们 她们 它们 咱 咱们 俺 自己 人家 大家 别人 本人 谁 什么 啥 哪 哪里 哪儿 哪个 哪些 怎么 怎样 怎么样 怎么办 ' +
  '怎 咋 为什么 为啥 为何 如何 是否 能否 可否 何时 多久 这 那 这个 那个 这些 那些 这里 那里 这儿 那儿 这样 那样 这么 那么 此 该 某 每 各 其 其他 别的 ' +
  '是 不是 有 没 没有 不 不要 别 无 非 未 会 能 能够 可 可以 可能 应该 应 该 得 要 想 想要 需要 必须 愿意 希望 觉得 知道 认为 看 看看 看到 说 说说 讲 问 问问 ' +
  '请 请问 麻烦 谢谢 感谢 多谢 您好 你好 好 好的 好吧 行 嗨 喂 亲 帮 帮忙 帮我 帮帮 告诉 帮助 想问 咨询 了解 一般 来 去 做 弄 搞 办 用 使用 进行 ' +
  '现在 目前 今天 昨天 明天 刚 刚才 刚刚 已经 曾经 正在 马上 立刻 最近 以前 之前 以后 之后 今年 去年 这次 上次 下次 突然 老是 总是 经常 每次 ' +
  '真 真的 确实 其实 到底 究竟 反正 居然 竟然 只 只是 只有 仅 光 全 全部 所有 整个 等 等等 左右 大概 大约 差不多 起来 出来 下来 过来 进去 出去 上去 回来 ' +
  '看一下 我家 我的 你的 我要 我想 想问一下 问一下 完了 用完 有没有 是不是 能不能 可不可以 要不要 东西 事 事情 情况 问题 方面 地方 人 先生 女士 小姐 师傅 客服 老师 怎么回事 没法 无法 不能 不会 不了 不到 不行 成 变 变成 算 叫做 当 像 像是 似乎 好像'

/** English words of the same kind. */
const ENGLISH =
  'a an the this that these those there here it its he she they them their his her him we us our you your yours i me my mine myself yourself ' +
  'am is are was were be been being do does did done doing have has had having will would shall should can could may might must ought ' +
  'not no nor none nothing never and or but if so then than as at by for from in into of off on onto out over to too up down with without about above after again against all any because ' +
  'before below between both during each few further how just more most much many other others some such only own same through under until very what when where which while who whom why yes ok okay ' +
  'please thanks thank hello hi hey dear sir madam mr mrs ms miss want wanna need like get got getting go going gone make made let lets know see say said tell told ask asking help ' +
  'also still already yet now today yesterday tomorrow really actually maybe perhaps ever every everything something anything someone anyone thing things way one two lot bit able around back ' +
  're ve ll t s d m im dont doesnt didnt cant wont isnt u ur pls plz whether though although since per via etc'

/** All of them, as `normalise` writes them. */
export const stopWords: ReadonlySet<string> = new Set(`${CHINESE} ${ENGLISH}`.split(' '))
