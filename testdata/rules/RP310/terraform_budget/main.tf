provider "aws" {
  region = "us-east-1"
}

# A budget attaches it once it is exceeded.
resource "aws_organizations_policy" "quarantine" {
  name = "quarantine"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", NotAction = "ec2:StopInstances", Resource = "*" }]
  })
}

# expect: RP310 violation
resource "aws_organizations_policy" "forgotten" {
  name = "forgotten"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", NotAction = "ec2:StopInstances", Resource = "*" }]
  })
}

resource "aws_budgets_budget_action" "quarantine" {
  budget_name        = "sandbox"
  action_type        = "APPLY_SCP_POLICY"
  approval_model     = "AUTOMATIC"
  notification_type  = "ACTUAL"
  execution_role_arn = "arn:aws:iam::111122223333:role/budgets"
  action_threshold {
    action_threshold_type  = "PERCENTAGE"
    action_threshold_value = 100
  }
  definition {
    scp_action_definition {
      policy_id  = aws_organizations_policy.quarantine.id
      target_ids = ["444455556666"]
    }
  }
  subscriber {
    address           = "cloud@acme.example"
    subscription_type = "EMAIL"
  }
}
