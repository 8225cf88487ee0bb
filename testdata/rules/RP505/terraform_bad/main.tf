data "aws_caller_identity" "current" {}

resource "aws_cloudfront_distribution" "films" {
  enabled = true

  origin {
    domain_name = "films.example.com"
    origin_id   = "films"
  }

  default_cache_behavior {
    target_origin_id       = "films"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    # expect: RP505 violation "of its own account"
    trusted_signers = ["self"]
  }

  ordered_cache_behavior {
    path_pattern           = "partners/*"
    target_origin_id       = "films"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    # expect: RP505 violation "only the root user of that account"
    trusted_signers = [data.aws_caller_identity.current.account_id]
  }

  ordered_cache_behavior {
    path_pattern           = "trailers/*"
    target_origin_id       = "films"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }
}

resource "awscc_cloudfront_distribution" "books" {
  distribution_config = {
    enabled = true
    default_cache_behavior = {
      target_origin_id       = "books"
      viewer_protocol_policy = "https-only"
      # expect: RP505 violation "awscc_cloudfront_distribution.books"
      trusted_signers = ["self"]
    }
  }
}
