/** Word groups the English patterns of mood share. */

export const NUMBER =
  '(?:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|several|many|few|couple of|umpteen|countless|multiple|hundred|thousand|million)'
export const SPAN = '(?:min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|fortnight)'
export const ABOUT =
  '(?:for |over |more than |nearly |almost |about |around |like |now |at least |the last |the past |well |another |a |full |whole |solid |good |entire |up to |close to |just |only )'
/** Whom they would turn to. */
export const THREAT =
  '(?:ombudsman|regulator|ofcom|fcc|bbb|better business bureau|police|lawyers?|solicitors?|attorney|court|trading standards|press|media|newspapers?|twitter|facebook|social media|consumer (?:council|protection|rights|court|forum)|trai|watchdog|authorities)'
export const NEVER =
  '(?:nobody|no one|noone|no-one|none of you|not (?:a single|one) (?:person|human|agent|soul)|not one of you)'
export const HARM =
  '(?:cancel|charg|cutt|break|broke|los|wast|rais|doubl|disconnect|hang|overcharg|mess|screw|ignor|delay|ruin|keep|kill|tak|drop|forgett|switch|not |never |nothing|making me|letting me wait|absolutely n|remov|put|bill|downgrad|throttl|slow|leav|stop|deactivat|block|sign)'
