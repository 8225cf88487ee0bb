# Tuples, objects, conditions, grouping.
a = [for x in y : x]
b = [for k, x in y : "${k}-${x}" if x != ""]
c = { for x in y : x => upper(x) }
d = { for k, x in y : x => k... }
e = { for k, x in y : x => k... if k != "a" }
f = [for x in [for z in y : z] : { for w in x : w => w }]
g = [for x in y : x ? [for q in x : q] : []]
