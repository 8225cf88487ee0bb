# Statements and lists that are resources of their own.
resource "aws_cloudwatch_event_permission" "everyone" {
  # expect: RP207 violation "events:PutEvents"
  principal    = "*"
  statement_id = "everyone"
}

resource "aws_cloudwatch_event_permission" "organization" {
  principal    = "*"
  statement_id = "organization"
  condition {
    type  = "StringEquals"
    key   = "aws:PrincipalOrgID"
    value = "o-a1b2c3d4e5"
  }
}

resource "aws_ami_launch_permission" "everyone" {
  image_id = "ami-0a1b2c3d4e5f60718"
  # expect: RP207 violation "ec2:RunInstances"
  group = "all"
}

resource "aws_ami_launch_permission" "partner" {
  image_id   = "ami-0a1b2c3d4e5f60718"
  account_id = "999988887777"
}

# Whichever it is, an account is not everybody: a group is everybody, or nobody.
variable "chosen" {
  type = string
}

resource "aws_ami_launch_permission" "chosen_account" {
  image_id   = "ami-0a1b2c3d4e5f60718"
  account_id = var.chosen
}

resource "aws_ami_launch_permission" "chosen_group" {
  image_id = "ami-0a1b2c3d4e5f60718"
  # expect: RP207 undecided var.chosen
  group = var.chosen
}

resource "awscc_lambda_permission" "everyone" {
  action        = "lambda:InvokeFunction"
  function_name = "orders"
  # expect: RP207 violation "lambda:InvokeFunction"
  principal = "*"
}

resource "awscc_events_event_bus_policy" "organization" {
  statement_id = "organization"
  action       = "events:PutEvents"
  principal    = "*"
  condition = {
    type  = "StringEquals"
    key   = "aws:PrincipalOrgID"
    value = "o-a1b2c3d4e5"
  }
}

# The provider sends no empty text.
resource "aws_lambda_permission" "for_an_empty_organization" {
  function_name = "orders"
  action        = "lambda:InvokeFunction"
  # expect: RP207 violation "lambda:InvokeFunction"
  principal        = "*"
  principal_org_id = ""
}

resource "aws_db_snapshot" "everyone" {
  db_instance_identifier = "orders"
  db_snapshot_identifier = "orders"
  # expect: RP207 violation "rds:RestoreDBInstanceFromDBSnapshot"
  shared_accounts = ["all"]
}

resource "aws_rds_cluster_snapshot_copy" "everyone" {
  source_db_cluster_snapshot_identifier = "orders"
  target_db_cluster_snapshot_identifier = "orders-copy"
  # expect: RP207 violation "rds:RestoreDBClusterFromSnapshot"
  shared_accounts = ["all"]
}

resource "aws_db_snapshot" "nobody" {
  db_instance_identifier = "orders"
  db_snapshot_identifier = "orders"
  shared_accounts        = []
}

resource "aws_ssm_document" "everyone" {
  name          = "everyone"
  document_type = "Command"
  content       = "{}"
  permissions = {
    type = "Share"
    # expect: RP207 violation "ssm:GetDocument"
    account_ids = "All"
  }
}

resource "aws_imagebuilder_distribution_configuration" "everyone" {
  name = "images"
  distribution {
    region = "eu-central-1"
    ami_distribution_configuration {
      launch_permission {
        # expect: RP207 violation "ec2:RunInstances"
        user_groups = ["all"]
      }
    }
  }
}
