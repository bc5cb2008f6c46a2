/** Word groups the Chinese patterns of mood share. */

export const NUMBER = '(?:[0-9]{1,4}|[一二两三四五六七八九十几半好多数百俩仨廿]{1,3}|n)'
export const TIME = `${NUMBER}(?:多)?(?:个)?(?:多)?(?:小时|钟头|钟|分钟|天|日|晚|周|星期|礼拜|月|早上|上午|下午|晚上)`
export const TIMES = `${NUMBER}(?:多)?(?:次|遍|趟|回|轮|通|个电话)`
export const NEAR = '[^,，.。!！?？;；\\n]'
/** Whom they would turn to, or what they would do. */
export const THREAT =
  '(?:工信部|12315|12300|消协|消委会|消费者协会|通讯管理局|通管局|通信管理局|媒体|电视台|微博|抖音|小红书|黑猫|记者|法院|起诉|律师|法律|报警|警察|派出所|315)'
export const PRAISE =
  '(?:五星|极速|高速|无限|优质|尊贵|贴心|智能|千兆|5g|光速|vip|惊喜|优惠|服务|马上|尽快|免费|不限量|稳定|客服)'
