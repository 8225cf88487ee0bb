variable "name" {
  type = string
}

variable "document" {
  type        = any
  description = "The statement"
}

variable "targets" {
  type    = map(string)
  default = {}
}

resource "aws_organizations_policy" "this" {
  name    = var.name
  content = jsonencode({ Version = "2012-10-17", Statement = [var.document] })
}

resource "aws_organizations_policy_attachment" "this" {
  for_each  = var.targets
  policy_id = aws_organizations_policy.this.id
  target_id = each.value
}
