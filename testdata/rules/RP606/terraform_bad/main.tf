variable "quiet_types" {
  type    = list(string)
  default = ["Policy:IAMUser/RootCredentialUsage"]
}

resource "aws_guardduty_detector" "main" {}

resource "aws_guardduty_filter" "by_variable" {
  name        = "quiet"
  detector_id = aws_guardduty_detector.main.id
  # expect: RP606 violation "aws_guardduty_filter.by_variable archives"
  action = "ARCHIVE"
  rank   = 1

  finding_criteria {
    criterion {
      field  = "type"
      equals = var.quiet_types
    }
  }
}

resource "aws_guardduty_filter" "low" {
  name        = "low-severity"
  detector_id = aws_guardduty_detector.main.id
  # expect: RP606 violation "which its criteria do not leave out"
  action = "ARCHIVE"
  rank   = 2

  finding_criteria {
    criterion {
      field     = "severity"
      less_than = "4"
    }
  }
}
