# Modules that are not on disk, which make policies of lists and maps of statements.
module "topic" {
  source  = "modules.acme.example/messaging/topic/aws"
  version = "~> 6.0"

  name = "alerts"
  topic_policy_statements = [
    {
      sid     = "Everyone"
      actions = ["sns:Publish"]
      principals = [{
        type = "AWS"
        # expect: RP207 violation "sns:Publish"
        identifiers = ["*"]
      }]
    },
    {
      sid     = "OurOrganization"
      actions = ["sns:Publish"]
      principals = [{
        type        = "AWS"
        identifiers = ["*"]
      }]
      conditions = [{
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = ["o-a1b2c3d4e5"]
      }]
    },
  ]
}

module "queue" {
  source  = "modules.acme.example/messaging/queue/aws"
  version = "~> 5.0"

  name = "orders"
  queue_policy_statements = {
    everyone = {
      actions = ["sqs:SendMessage"]
      principals = {
        all = {
          type = "AWS"
          # expect: RP207 violation "sqs:SendMessage"
          identifiers = ["*"]
        }
      }
    }
    organization = {
      actions = ["sqs:SendMessage"]
      principals = {
        all = {
          type        = "AWS"
          identifiers = ["*"]
        }
      }
      condition = {
        organization = {
          test     = "StringEquals"
          variable = "aws:PrincipalOrgID"
          values   = ["o-a1b2c3d4e5"]
        }
      }
    }
  }
}

# Statements without principals are those of identities.
module "function" {
  source  = "modules.acme.example/compute/function/aws"
  version = "~> 8.0"

  policy_statements = {
    read = {
      effect    = "Allow"
      actions   = ["s3:GetObject"]
      resources = ["*"]
    }
  }
}
