# Items are separated by line breaks, commas or both; keys are words, expressions or texts.
a = { b = 1, c : 2 }
d = {
  e = 1
  f = 2, g = 3

  "quoted ${a}" = 4,
  (h)           = 5
  1.5           = 6
  true          = 7
  null          = 8
  for_each      = 9
  if            = 10
}
i = { j = 1, for = 2 }
k = {}
l = { m = { n = { o = [] } } }
p = {
  q = r
  (s) = t
}
