# expect: none
resource "aws_guardduty_detector" "main" {}

resource "aws_guardduty_filter" "low" {
  name        = "low-severity"
  detector_id = aws_guardduty_detector.main.id
  action      = "ARCHIVE"
  rank        = 1

  finding_criteria {
    criterion {
      field     = "severity"
      less_than = "4"
    }
    criterion {
      field      = "type"
      not_equals = ["Policy:IAMUser/RootCredentialUsage"]
    }
  }
}

resource "aws_guardduty_filter" "medium" {
  name        = "medium-severity"
  detector_id = aws_guardduty_detector.main.id
  action      = "ARCHIVE"
  rank        = 2

  finding_criteria {
    criterion {
      field                 = "severity"
      greater_than_or_equal = "4"
      less_than             = "5"
    }
  }
}
