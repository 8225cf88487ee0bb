# error in line 2: Half of a surrogate pair is no character.
a = "\ud83d\ude00"
