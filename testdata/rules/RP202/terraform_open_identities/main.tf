# Callers whose ARN or unique id somebody gives from outside: it may be that of another account's root user.
variable "caller" {
  type = string
}

variable "account" {
  type = string
}

resource "aws_sqs_queue" "open" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:PrincipalArn" = var.caller } }
      },
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:PrincipalArn" = ["arn:aws:iam::${var.account}:role/sender", var.caller] } }
      },
      {
        Effect    = "Allow"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Principal = "*"
        # expect: RP202 undecided "var.caller"
        Condition = { StringEquals = { "aws:userid" = var.caller } }
      },
    ]
  })
}

# No root user: what ends in the name of a role, and what the code makes.
resource "aws_iam_role" "sender" {
  name               = "sender"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_sqs_queue" "roles" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:role/sender" } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = aws_iam_role.sender.arn } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringLike = { "aws:userid" = "${aws_iam_role.sender.unique_id}:*" } } },
    ]
  })
}

# What somebody has stored may be the root user; what is looked up as an identity is none.
data "aws_ssm_parameter" "partner" {
  name = "/partner/caller"
}

data "terraform_remote_state" "partner" {
  backend = "s3"
  config  = { bucket = "acme-state", key = "partner", region = "eu-west-1" }
}

data "external" "partner" {
  program = ["./partner"]
}

data "aws_eks_cluster" "main" {
  name = "main"
}

resource "aws_cloudformation_stack" "partner" {
  name         = "partner"
  template_url = "https://s3.amazonaws.com/acme-templates/partner.yaml"
}

data "aws_iam_roles" "senders" {
  name_regex = "sender-.*"
}

resource "aws_sqs_queue" "stored" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP202 undecided "data.aws_ssm_parameter.partner.value"
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = data.aws_ssm_parameter.partner.value } } },
      # expect: RP202 undecided "data.terraform_remote_state.partner.outputs.caller"
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = data.terraform_remote_state.partner.outputs.caller } } },
      # expect: RP202 undecided "data.terraform_remote_state.partner.outputs.role_arn"
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = data.terraform_remote_state.partner.outputs.role_arn } } },
      # expect: RP202 undecided "data.external.partner.result.role_arn"
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = data.external.partner.result.role_arn } } },
      # expect: RP202 undecided "aws_cloudformation_stack.partner.outputs"
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = aws_cloudformation_stack.partner.outputs["Caller"] } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = tolist(data.aws_iam_roles.senders.arns) } } },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = "*", Condition = { StringEquals = { "aws:PrincipalArn" = data.aws_eks_cluster.main.role_arn } } },
    ]
  })
}
