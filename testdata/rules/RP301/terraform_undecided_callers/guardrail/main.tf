# expect: none
variable "name" {
  type = string
}

variable "content" {
  type = string
}

variable "targets" {
  type = list(string)
}

resource "aws_organizations_policy" "this" {
  name    = var.name
  content = var.content
}

resource "aws_organizations_policy_attachment" "this" {
  count     = length(var.targets)
  policy_id = aws_organizations_policy.this.id
  target_id = var.targets[count.index]
}
