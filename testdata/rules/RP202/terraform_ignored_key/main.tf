# expect: none
# Another key is no other policy.
data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "orders" {
  name              = "orders"
  kms_master_key_id = "alias/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })

  lifecycle {
    ignore_changes = [kms_master_key_id]
  }
}
