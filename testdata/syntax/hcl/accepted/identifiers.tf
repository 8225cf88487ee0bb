# Names may use letters of every script, and dashes behind the first character.
größe      = 1
_private-1 = 2
переменная = größe
if         = 3
for        = 4
null       = 5
locals {
  keyword_attributes = x.for.if.null.true
}
