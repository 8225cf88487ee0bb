variable "mfa_code" {
  type      = string
  sensitive = true
}

variable "production" { type = bool }

resource "aws_s3_bucket" "ledger" {
  bucket = "example-ledger"
}

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  mfa    = "arn:aws:iam::111122223333:mfa/root-account-mfa-device ${var.mfa_code}"

  versioning_configuration {
    status = "Enabled"
    # expect: RP506 violation "must run it with access keys and an MFA code of the root user"
    mfa_delete = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "literal_code" {
  bucket = "example-archive"
  mfa    = "arn:aws:iam::111122223333:mfa/root-account-mfa-device 123456"

  versioning_configuration {
    status = "Enabled"
    # expect: RP506 violation "names such a device and code"
    mfa_delete = "Enabled"
  }
}

resource "aws_s3_bucket" "old_style" {
  bucket = "example-old-style"

  versioning {
    enabled = true
    # expect: RP506 violation "aws_s3_bucket.old_style"
    mfa_delete = true
  }
}

resource "aws_s3_bucket_versioning" "in_production" {
  bucket = "example-exports"

  versioning_configuration {
    status = "Enabled"
    # expect: RP506 violation "when var.production"
    mfa_delete = var.production ? "Enabled" : "Disabled"
  }
}
