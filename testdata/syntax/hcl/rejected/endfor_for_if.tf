# error in line 2: An if ends with endif.
a = "%{ if b }%{ endfor }"
