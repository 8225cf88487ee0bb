# Whoever gives the map without the element gets a trail of one Region.
variable "trail" {
  type = any
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "acme-trails"
  # expect: RP605 violation "when var.trail has no element"
  is_multi_region_trail = lookup(var.trail, "is_multi_region_trail", false)
}
