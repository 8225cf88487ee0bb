variable "mfa_delete" { type = string }
variable "versioning" { type = map(bool) }

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = "example-ledger"

  versioning_configuration {
    status = "Enabled"
    # expect: RP506 undecided var.mfa_delete
    mfa_delete = var.mfa_delete
  }
}

resource "aws_s3_bucket" "old_style" {
  bucket = "example-old-style"

  versioning {
    enabled = true
    # expect: RP506 undecided var.versioning
    mfa_delete = lookup(var.versioning, "mfa_delete", false)
  }
}
