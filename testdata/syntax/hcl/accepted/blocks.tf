# Labels are words or plain strings; a block on one line holds at most one argument.
a {}
b { c = 1 }
d {
}
resource "aws_iam_role" "r" {
  name = "x"
  tags { k = "v" }
  nested "label" plain {
    deeper {
      x = 1
    }
  }
}
e "$${literal}" "tab\there" "" {}
f { g = [
  1,
] }
resource "aws_iam_role" "r" {
}
