# A document that has to wait for apply, and what functions make of it: the plan lists the same references for all of them.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "reports" {
  bucket = "example-company-reports"
}

data "aws_iam_policy_document" "reports" {
  statement {
    sid       = "Reader"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
}

# Lets another account in as a whole, though the document names one role.
resource "aws_s3_bucket_policy" "reports" {
  bucket = aws_s3_bucket.reports.id
  policy = replace(data.aws_iam_policy_document.reports.json, "111122223333:role/reader", "999988887777:root")
}

data "aws_iam_policy_document" "queue" {
  source_policy_documents = [
    replace(data.aws_iam_policy_document.reports.json, "111122223333:role/reader", "999988887777:root"),
  ]
}

resource "aws_sqs_queue_policy" "queue" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/reports"
  policy    = data.aws_iam_policy_document.queue.json
}

# Several OUs in one block: the plan does not tell the id of an OU from that of its parent.
resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  for_each  = { production = "production" }
  name      = each.value
  parent_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_account" "sibling" {
  for_each  = { production = "production" }
  name      = each.value
  email     = "${each.value}@example.com"
  parent_id = aws_organizations_organizational_unit.workloads[each.key].parent_id
}

resource "aws_organizations_policy" "deny_root" {
  name = "DenyRoot"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "workloads" {
  for_each  = { production = "production" }
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organizational_unit.workloads[each.key].id
}
