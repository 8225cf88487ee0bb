# expect: none
resource "aws_config_conformance_pack" "root" {
  name          = "root"
  template_body = <<-YAML
    Resources:
      RootMfa:
        Type: AWS::Config::ConfigRule
        Properties:
          Source: {Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_HARDWARE_MFA_ENABLED}
  YAML
}
