# expect: none
resource "aws_s3_bucket_versioning" "without" {
  bucket = "example-ledger"

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "off" {
  bucket = "example-archive"

  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Disabled"
  }
}

resource "aws_s3_bucket" "old_style" {
  bucket = "example-old-style"

  versioning {
    enabled    = true
    mfa_delete = false
  }
}

variable "mfa_delete" {
  type    = bool
  default = false
}

resource "aws_s3_bucket_versioning" "by_default_off" {
  bucket = "example-exports"

  versioning_configuration {
    status     = "Enabled"
    mfa_delete = var.mfa_delete ? "Enabled" : null
  }
}
