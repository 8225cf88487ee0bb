data "aws_iam_policy_document" "any_root" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::reports/*"]
    principals {
      type = "AWS"
      # expect: RP203 violation "arn:aws:iam::*:root"
      identifiers = ["arn:aws:iam::*:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = data.aws_iam_policy_document.any_root.json
}
