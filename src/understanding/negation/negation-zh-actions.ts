/** How Chinese names what can be done, over normalised text. */
import type { Action } from './negation-actions.ts'

const WHOSE = '(?:家里的?|我的?|这个|那个|你们的?)?'
const SERVICE =
  '宽带|光纤|套餐|合约|合同|电视|iptv|手机号码?|手机卡|手机|号码?|(?:副|主|电话|流量)?卡|账户|账号|账单|网络?|服务|业务|会员|订单|流量包?|漫游|预约|单子?|plan'
/** What is cancelled, changed or kept. */
export const THING = `${WHOSE}(?:${SERVICE}|费用?|钱|款)`

/** A way to write an action. */
export interface ChineseAction {
  readonly action: Action
  /** Sticky: matches where the action begins. */
  readonly form: RegExp
  /** Only one character or two: beside one of these things, or before 了, it names the action. */
  readonly beside?: RegExp
}

const form = (source: string): RegExp => new RegExp(source, 'y')
const named = (action: Action, source: string): ChineseAction => ({ action, form: form(source) })
const short = (action: Action, source: string, beside: string): ChineseAction => ({
  action,
  form: form(source),
  beside: new RegExp(beside),
})

/** All of them; of two that fit, the longer one is meant. */
export const CHINESE_ACTIONS: readonly ChineseAction[] = [
  named(
    'person',
    '(?:转接?|接|找|叫|换|要)?(?:到|个)?(?:人工|真人|活人)(?:客服|服务|坐席)?|(?:转接?|找|叫)客服',
  ),
  named('refund', '(?:申请|办理?)?(?:退货退款|退款|退费|退钱|退还|退(?:我|给我)?(?:的)?(?:钱|款|费)|refund)'),
  short('refund', '退', '钱|款|费'),
  named(
    'delete',
    '(?:删除?|注销|清除|清空|抹掉|销毁)(?:掉)?(?:我的?)?(?:个人|所有|全部)?(?:的)?(?:账户|账号|数据|信息|资料|记录)',
  ),
  short('delete', '删除?掉?|注销掉?', '账户|账号|数据|资料|信息|记录'),
  named(
    'cancel',
    `(?:办理?|申请)?(?:取消|退订|解约|解除合[约同]|终止|退网|拆机|离网|删号|销户|销号|注销|停用|退掉|拆掉|断掉|停掉|cancel|terminate)(?:掉)? ?${THING}?|退(?:掉)?${WHOSE}(?:${SERVICE})`,
  ),
  short('cancel', '[退拆销解]', THING),
  named(
    'complain',
    '(?:提|提起|做|开|打|走|去)?(?:个|什么|一个)?投诉(?:单|工单|你们?|您|他们?|她|师傅)?|举报(?:你们?|他们?)?|(?:开|提|建|记)(?:个|什么|投诉)?工单',
  ),
  named(
    'suspend',
    '停机保号|保号停机|停机|停号|停网|停卡|断网|断我的?网|停我?的?(?:机|号|网|卡)|停了|停(?=[啊吧呀哈]|$)',
  ),
  short('suspend', '停', THING),
  named(
    'callback',
    '(?:回|打|来|拨)个?(?:电话|call)(?:了|过来|回来|给我|联系)?|回拨|回电|打过来|打回来|打给我|来电|致电|电话(?:回访|联系|通知)|call ?back',
  ),
  short('callback', '[打回]', '电话'),
  named(
    'port-out',
    '(?:走|离开)(?:你们)?(?=$|[了的啊吧,])|携号转(?:网|出|走)|携转|转网|转(?:到|去|换)?(?:别|其[他它]|另外?一?)家(?:去)?|转(?:出|走)(?:去)?|换(?:运营商|到?别家)|跳槽|(?:转|换)(?:到|去|成)?(?:移动|联通|电信|广电)',
  ),
  named(
    'change-plan',
    '(?:更?换|更?改|变更|升级|降级|调整?|升|降)(?:我的?|这个|新|成|到|别的|其[他它])*(?:套餐|资费|plan)|升级|降级|升档|降档',
  ),
  named('change-plan', '动(?:我的?|这个)*(?:套餐|资费)'),
  short('change-plan', '[换改升降调]|变更', '套餐|资费|plan'),
  named('dispute', '(?:提出?|进行)?申诉|(?:对?(?:账单|收费|扣费)?有|提出?)?(?:异议|争议|质疑|意见)'),
  named('block-sim', '挂失(?:手机卡?|卡|号码?)?|(?:锁|封|冻结)(?:我的?)?(?:手机卡|卡|号码?|手机)'),
  named('replace-sim', '(?:补办?|换|重办)(?:一?张)?(?:新)?(?:手机|sim|电话)?卡|补办'),
  short('replace-sim', '补', '卡'),
  short('reschedule', '[改换]', '时间'),
  short('technician', '来|派|上门', '师傅|人'),
  short('invoice', '开', '发票'),
  named('reschedule', '改约|改期|(?:改|换)(?:个)?(?:上门|预约|安装|维修)?(?:的)?(?:时间|日期)|重新预约'),
  named(
    'technician',
    '派(?:个)?(?:人|师傅|维修员?)(?:过?来|上门)?|(?:师傅)?上门(?:维修|检查|看看)?|叫师傅(?:过?来)?|报修',
  ),
  named('bill', '(?:查|看|问|要)(?:一下|下|我的?)*(?:账单|话费|欠费)'),
  named('usage', '(?:查|看|问)(?:一下|下|我的?|剩余|还剩多少)*(?:流量|用量|通话时长|余量)'),
  named('plan', '(?:查|看|问)(?:一下|下|我的?)*(?:套餐|合约|合同)(?:到期)?'),
  named('ticket', '(?:查|看|问|催)(?:一下|下|我的?)*(?:工单|投诉)(?:的)?(?:进度|状态)?'),
  named('outage', '(?:查|看|问)(?:一下|下)*(?:故障|断网|停网)'),
  short('bill', '[查看]', '账单|话费|欠费'),
  short('usage', '[查看]', '流量|用量'),
  short('plan', '[查看]', '套餐|合约|合同'),
  short('ticket', '[查看催]', '工单|投诉'),
  named('discount', '(?:要|给|送)?(?:什么)?(?:优惠|折扣|打折|便宜点?|减免)(?:券|活动)?'),
  named('invoice', '(?:补?开|要)?(?:张)?(?:电子|纸质|增值税)?发票'),
  named('export', '(?:导出|拷贝|下载)(?:我的?)?(?:个人)?(?:数据|信息|资料)'),
  named('contact-details', '(?:改|修改|更新|变更|更改)(?:我的?)?(?:联系)?(?:地址|邮箱|电话|联系方式)'),
  named('language', '(?:换|切换|改)(?:成|到|用)?(?:个)?(?:语言|英文|英语|中文)'),
  named('return', '退(?:还)?(?:路由器|光猫|设备|机顶盒)|还(?:路由器|光猫|设备|机顶盒)'),
  named(
    'activate',
    '(?:开通|办理?|订购|购买|激活|加购|买|安装)(?:了|新的?|这个|那个|什么|国际|任何|别的)*(?:套餐|业务|漫游|流量包|加油包|宽带|副卡|会员|服务|5g|esim|卡|手机|增值业务|增值服务|自动扣款|自动续费)?',
  ),
  named('any', '(?:办|弄|搞|处理|操作|提交)(?:了|这个|它|任何|什么|手续)*'),
  // 不查了: whatever is being looked up.
  short('any', '[查看问]', '(?!)'),
]
